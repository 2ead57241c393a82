# METADATA
# scope: package
# title: No key lets in everybody
# description: A key policy for "*" without a condition makes data readable that only looks encrypted.
# schemas:
#   - input: schema["aws.kms.key"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
# custom:
#   severity: critical
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, SC-12]
#     iso-27001-2022: [A.8.3, A.8.24]
#     cis-aws-7.0: ["2.21"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["3.6.1", "7.3.3"]
#   remediation: Name the accounts and roles in the key policy.
package policies.data.kms_policy_public

import data.lib.fence
import data.lib.statement

fail contains {"message": "the key policy lets in everybody", "path": "policy", "expected": "named callers, or a condition on them"} if {
	some s in input.policy
	statement.everybody(s)
	not fence.around(s, input.policy)
}
