# METADATA
# scope: package
# title: File systems of EFS are encrypted
# description: It can be chosen only when the file system is made.
# schemas:
#   - input: schema["aws.efs.file_system"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
# custom:
#   severity: high
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: ["SC-28", "SC-28(1)"]
#     iso-27001-2022: [A.8.24]
#     cis-aws-7.0: ["3.3.1"]
#     cis-aws-5.0: ["2.3.1"]
#     soc2: ["CC6.1", "C1.1"]
#     pci-dss-4.0.1: ["3.5.1"]
#   remediation: Make a new file system with encryption and copy the files to it.
package policies.data.efs_encrypted

fail contains {"message": "the file system is not encrypted", "path": "encrypted", "expected": true} if {
	not input.encrypted
}
