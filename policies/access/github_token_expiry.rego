# METADATA
# scope: package
# title: Access tokens expire
# description: >-
#   A token lies in files and pipelines where its owner has long forgotten it. One that ends soon is worth little to
#   who finds it.
# schemas:
#   - input: schema["github.pat"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-programmatic-access-to-your-organization/setting-a-personal-access-token-policy-for-your-organization
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [IA-5, AC-2]
#     iso-27001-2022: [A.5.17, A.5.18]
#     soc2: ["CC6.1"]
#   params:
#     days: {type: integer, default: 90, description: "the longest accepted life of a token, in days"}
#   remediation: >-
#     Revoke the token (Settings, Personal access tokens, Active tokens; POST /orgs/ORG/personal-access-tokens/ID),
#     have its owner make one with a shorter life, and set the longest lifetime for all under Settings, Personal
#     access tokens.
package policies.access.github_token_expiry

import data.lib.dates

applicable if not input.expired

fail contains {"message": "the token never expires", "path": "expires_at", "expected": sprintf("at most %d days after it was granted", [data.params.access.github_token_expiry.days])} if {
	input.expires_at == null
}

fail contains {
	"message": sprintf("the token holds for %d days", [_lifetime]),
	"path": "expires_at",
	"expected": sprintf("at most %d days after it was granted", [data.params.access.github_token_expiry.days]),
} if {
	input.expires_at != null
	_lifetime > data.params.access.github_token_expiry.days
}

_lifetime := dates.days_between(input.granted_at, input.expires_at)
