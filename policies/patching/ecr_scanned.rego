# METADATA
# scope: package
# title: Images are looked through for known weaknesses
# description: An image that nobody looks at carries its old libraries to every host.
# schemas:
#   - input: schema["aws.ecr.repository"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [RA-5, SI-2]
#     iso-27001-2022: [A.8.8]
#     soc2: ["CC7.1"]
#     pci-dss-4.0.1: ["6.3.3"]
#   remediation: Turn scanning on for the registry (enhanced, or basic on push), and read what it finds.
package policies.patching.ecr_scanned

fail contains {"message": "nothing looks through the images", "path": "scanned", "expected": true} if {
	not input.scanned
}
