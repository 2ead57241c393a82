# METADATA
# scope: package
# title: No attached policy allows everything
# description: >-
#   Whoever has such a policy can do all that the account can, to delete its logs and backups among it.
# schemas:
#   - input: schema["aws.iam.policy"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
# custom:
#   severity: high
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-6, AC-3]
#     iso-27001-2022: [A.8.2, A.5.15]
#     cis-aws-7.0: ["2.14"]
#     cis-aws-5.0: ["1.15"]
#     soc2: ["CC6.3"]
#     pci-dss-4.0.1: ["7.2.2", "7.2.5"]
#   remediation: >-
#     Replace "*" by the actions and resources that are needed; IAM Access Analyzer can make a policy from what was
#     used.
package policies.access.aws_policy_full_admin

import data.lib.statement

applicable if input.attachments > 0

fail contains {"message": "the policy allows every action on everything", "path": "statements", "expected": "the actions that are needed"} if {
	some s in input.statements
	statement.full(s)
}
