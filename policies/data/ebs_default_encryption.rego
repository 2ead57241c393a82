# METADATA
# scope: package
# title: New volumes are encrypted in each region
# description: Then nobody can forget it, and whoever makes a volume in a hurry encrypts it as well.
# schemas:
#   - input: schema["aws.ec2.settings"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
# custom:
#   severity: medium
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: [SC-28]
#     iso-27001-2022: [A.8.24]
#     cis-aws-7.0: ["6.1.1"]
#     cis-aws-5.0: ["5.1.1"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["3.5.1"]
#   remediation: Turn "Always encrypt new EBS volumes" on in the region.
package policies.data.ebs_default_encryption

fail contains {"message": "new volumes are not encrypted by default", "path": "volume_encryption", "expected": true} if {
	not input.volume_encryption
}
