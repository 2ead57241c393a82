# METADATA
# scope: package
# title: No group has a policy of its own that allows everything
# description: An inline policy stands in no list of policies, and is missed in reviews.
# schemas:
#   - input: schema["aws.iam.group"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
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
#   remediation: Replace "*" by the actions and resources that are needed, or delete the policy.
package policies.access.aws_group_inline_admin

import data.lib.statement

fail contains {"message": sprintf("the inline policy %s allows every action on everything", [p.name]), "path": "inline_policies", "key": p.name, "expected": "the actions that are needed"} if {
	some p in input.inline_policies
	some s in p.statements
	statement.full(s)
}
