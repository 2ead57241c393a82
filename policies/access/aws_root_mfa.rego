# METADATA
# scope: package
# title: The root user has a second factor
# description: Whoever learns the password of the root user owns the account. A second factor keeps him out.
# schemas:
#   - input: schema["aws.iam.root"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_mfa.html
# custom:
#   severity: critical
#   tags: [aws, passwords]
#   controls:
#     nist-800-53-r5: ["IA-2(1)", "AC-6"]
#     iso-27001-2022: [A.8.5, A.8.2]
#     cis-aws-7.0: ["2.5"]
#     cis-aws-5.0: ["1.4"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["8.4.1", "8.4.2"]
#   remediation: >-
#     Sign in as the root user and assign a second factor under "My security credentials", better a device than an
#     application.
package policies.access.aws_root_mfa

fail contains {"message": "signing in as the root user takes a password alone", "path": "mfa", "expected": true} if {
	not input.mfa
}
