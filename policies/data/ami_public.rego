# METADATA
# scope: package
# title: No image is public
# description: >-
#   Images hold what their makers forgot: keys, addresses, source.
# schemas:
#   - input: schema["aws.ec2.settings"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html
# custom:
#   severity: high
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, AC-21]
#     iso-27001-2022: [A.8.12, A.8.3]
#     soc2: ["CC6.1", "CC6.6"]
#     pci-dss-4.0.1: ["7.3.3"]
#   remediation: Make the image private, and block public sharing of images in the region.
package policies.data.ami_public

fail contains {"message": sprintf("the image %s is public", [id]), "path": "public_images", "key": id, "expected": "private"} if {
	some id in input.public_images
}
