# METADATA
# scope: package
# title: No topic lets in everybody
# description: Whoever may publish can send false alarms, and whoever may subscribe reads along.
# schemas:
#   - input: schema["aws.sns.topic"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
# custom:
#   severity: high
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3]
#     iso-27001-2022: [A.8.3]
#     cis-aws-7.0: ["2.21"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["7.3.3"]
#   remediation: Name the accounts and services that may use the topic.
package policies.data.sns_policy_public

import data.lib.fence
import data.lib.statement

fail contains {"message": "the policy of the topic lets in everybody", "path": "policy", "expected": "named callers, or a condition on them"} if {
	some s in input.policy
	statement.everybody(s)
	not fence.around(s, input.policy)
}
