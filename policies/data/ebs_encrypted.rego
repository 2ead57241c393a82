# METADATA
# scope: package
# title: Volumes are encrypted
# description: A snapshot of a plain volume that gets into strange hands is read like a book.
# schemas:
#   - input: schema["aws.ec2.volume"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
# custom:
#   severity: medium
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: [SC-28]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.1", "C1.1"]
#     pci-dss-4.0.1: ["3.5.1"]
#   remediation: Copy a snapshot with encryption and make a new volume of it.
package policies.data.ebs_encrypted

fail contains {"message": "the volume is not encrypted", "path": "encrypted", "expected": true} if {
	not input.encrypted
}
