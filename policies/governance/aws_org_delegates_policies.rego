# METADATA
# scope: package
# title: A member account manages the organisation's policies
# description: Whoever writes guardrails need not be able to pay, close accounts or sign contracts.
# schemas:
#   - input: schema["aws.organization"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-5, AC-6]
#     iso-27001-2022: [A.5.3, A.5.18]
#     cis-aws-7.0: ["2.1.5"]
#     soc2: ["CC6.3"]
#     pci-dss-4.0.1: ["7.2.2"]
#   remediation: Give a member account the management of policies by a resource policy of the organisation.
package policies.governance.aws_org_delegates_policies

applicable if input.management

_delegates if {
	some s in input.managed.delegation
	s.effect == "allow"
}

fail contains {"message": "only the management account manages policies", "path": "managed.delegation", "expected": "a delegated administrator"} if {
	not _delegates
}
