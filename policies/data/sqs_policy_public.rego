# METADATA
# scope: package
# title: No queue lets in everybody
# description: Strangers can then read what programs tell each other, or put in what they like.
# schemas:
#   - input: schema["aws.sqs.queue"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
# custom:
#   severity: high
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, AC-6]
#     iso-27001-2022: [A.8.3, A.5.15]
#     cis-aws-7.0: ["2.21"]
#     soc2: ["CC6.1", "CC6.6"]
#     pci-dss-4.0.1: ["7.3.3"]
#   remediation: Name the accounts, roles and services that need access, or add a condition on them.
package policies.data.sqs_policy_public

import data.lib.fence
import data.lib.statement

fail contains {"message": "the policy lets in everybody", "path": "policy", "expected": "named callers, or a condition on them"} if {
	some s in input.policy
	statement.everybody(s)
	not fence.around(s, input.policy)
}
