# METADATA
# scope: package
# title: Deleting versions of objects takes a second factor
# description: Stolen credentials can then not destroy the earlier versions, which are the backup.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: ["CP-9", "IA-2(1)"]
#     iso-27001-2022: [A.8.13, A.8.5]
#     cis-aws-7.0: ["3.1.2"]
#     cis-aws-5.0: ["2.1.2"]
#     soc2: ["A1.2", "CC6.1"]
#     pci-dss-4.0.1: ["10.3.2"]
#   remediation: >-
#     As the root user turn MFA delete on with "aws s3api put-bucket-versioning --mfa"; object lock is the modern
#     way to the same end.
package policies.data.s3_mfa_delete

applicable if input.versioning.status == "enabled"

fail contains {"message": "versions can be deleted without a second factor", "path": "versioning.mfa_delete", "expected": true} if {
	not input.versioning.mfa_delete
}
