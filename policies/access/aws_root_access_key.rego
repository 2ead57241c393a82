# METADATA
# scope: package
# title: The root user has no access key
# description: >-
#   An access key of the root user opens everything in the account, for ever, without a second factor, and no policy
#   can hold it back.
# schemas:
#   - input: schema["aws.iam.root"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html
# custom:
#   severity: critical
#   tags: [aws, passwords]
#   controls:
#     nist-800-53-r5: [AC-2, AC-6, IA-5]
#     iso-27001-2022: [A.5.17, A.8.2]
#     cis-aws-7.0: ["2.4"]
#     cis-aws-5.0: ["1.3"]
#     soc2: ["CC6.1", "CC6.3"]
#     pci-dss-4.0.1: ["2.2.2", "7.2.2", "8.2.2"]
#   remediation: >-
#     Sign in as the root user, open "My security credentials" and delete its access keys; use roles for programs.
package policies.access.aws_root_access_key

fail contains {"message": "the root user has an access key", "path": "access_key", "expected": false} if {
	input.access_key
}
