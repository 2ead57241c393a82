# METADATA
# scope: package
# title: Roles for web identities say whose
# description: >-
#   Without a condition on the subject every repository or user of the provider can take the role, those of
#   strangers too.
# schemas:
#   - input: schema["aws.iam.role"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
# custom:
#   severity: critical
#   tags: [aws, ci]
#   controls:
#     nist-800-53-r5: [AC-3, IA-8]
#     iso-27001-2022: [A.5.15, A.8.3]
#     soc2: ["CC6.1", "CC6.6"]
#     pci-dss-4.0.1: ["7.2.5", "7.3.3"]
#   remediation: >-
#     Add a condition on the subject to the trust policy, for example "token.actions.githubusercontent.com:sub" with
#     the repository and branch.
package policies.access.aws_role_web_identity

applicable if count(_web) > 0

_web contains s if {
	some s in input.trust
	s.effect == "allow"
	"sts:assumerolewithwebidentity" in s.actions
	some provider in s.principals.Federated
	contains(provider, ":oidc-provider/")
}

_subject(s) if {
	some c in s.conditions
	endswith(c.key, ":sub")
	regex.match(`^(foranyvalue:)?string(equals|equalsignorecase|like)$`, c.operator)
	count({v | some v in c.values; regex.match(`^(repo:)?\*`, v)}) == 0
}

fail contains {"message": "nothing says which subject of the provider may take the role", "path": "trust", "expected": "a condition on the subject (sub)"} if {
	some s in _web
	not _subject(s)
}
