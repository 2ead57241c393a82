# METADATA
# scope: package
# title: Secrets of workflows are renewed
# description: >-
#   A secret of years ago was known to people who have left, and was printed in some log. Renewed each year, what
#   leaked is worthless.
# schemas:
#   - input: schema["github.secret"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [IA-5]
#     iso-27001-2022: [A.5.17]
#     soc2: ["CC6.1"]
#     cis-github-1.2: ["2.1.7"]
#   params:
#     days: {type: integer, default: 365, description: "at what age a secret has to be renewed, in days"}
#   remediation: >-
#     Have the secret issued anew where it comes from, and set it again (Settings, Secrets and variables; "gh secret
#     set NAME"; github_actions_secret in Terraform). A login by OpenID Connect needs no secret at all.
package policies.access.github_secret_rotation

import data.lib.dates

fail contains {
	"message": sprintf("the secret was set %d days ago", [_age]),
	"path": "updated_at",
	"expected": sprintf("less than %d days", [data.params.access.github_secret_rotation.days]),
} if {
	_age >= data.params.access.github_secret_rotation.days
}

_age := dates.days_since(input.updated_at)
