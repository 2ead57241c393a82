# METADATA
# scope: package
# title: Tokens and keys that nobody uses are revoked
# description: >-
#   A token or key that its owner has forgotten is not missed when it is stolen. Those of apps are the grants that a
#   member gave to somebody else's program.
# schemas:
#   - input: schema["github.credential"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/granting-access-to-your-organization-with-saml-single-sign-on/viewing-and-managing-a-members-saml-access-to-your-organization
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-2, IA-5]
#     iso-27001-2022: [A.5.18]
#     soc2: ["CC6.2", "CC6.3"]
#     cis-github-1.2: ["1.4.2"]
#   params:
#     days: {type: integer, default: 90, description: "how many days a token or key may lie unused"}
#   remediation: >-
#     Ask its owner, and revoke it: People, the member, SAML identity linked, or
#     DELETE /orgs/ORG/credential-authorizations/ID.
package policies.access.github_credential_unused

import data.lib.dates

_days := data.params.access.github_credential_unused.days

_used := input.accessed_at if {
	input.accessed_at != null
} else := input.authorized_at

fail contains {
	"message": sprintf("the %s was not used for %d days", [input.type, dates.days_since(_used)]),
	"path": "accessed_at",
	"expected": sprintf("used in the last %d days", [_days]),
} if {
	dates.days_since(_used) > _days
}
