# METADATA
# scope: package
# title: No role can be taken by everybody
# description: A role that trusts "*" can be taken from every AWS account in the world.
# schemas:
#   - input: schema["aws.iam.role"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# custom:
#   severity: critical
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, AC-6]
#     iso-27001-2022: [A.5.15, A.8.3]
#     cis-aws-7.0: ["2.21"]
#     soc2: ["CC6.1", "CC6.3", "CC6.6"]
#     pci-dss-4.0.1: ["7.2.2", "7.3.3"]
#   remediation: >-
#     Name in the trust policy the accounts or roles that may take the role, or the organisation in
#     aws:PrincipalOrgID.
package policies.access.aws_role_open

import data.lib.fence
import data.lib.statement

fail contains {"message": "everybody who has an AWS account can take the role", "path": "trust", "expected": "the accounts that need it"} if {
	some s in input.trust
	statement.everybody(s)
	not fence.around(_taking(s), input.trust)
}

# Without the role itself nobody can tag its session or say who uses it.
_taking(s) := object.union(s, {"actions": [a | some a in s.actions; not a in {"sts:tagsession", "sts:setsourceidentity", "sts:setcontext"}]})
