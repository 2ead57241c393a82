# METADATA
# scope: package
# title: Classic access tokens for the organisation expire
# description: >-
#   A classic token may do in every repository what its owner may. One that never ends is found years later in a file or
#   a pipeline, and still opens all of them.
# schemas:
#   - input: schema["github.credential"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/granting-access-to-your-organization-with-saml-single-sign-on/viewing-and-managing-a-members-saml-access-to-your-organization
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [IA-5, AC-2]
#     iso-27001-2022: [A.5.17, A.5.18]
#     soc2: ["CC6.1"]
#   params:
#     days: {type: integer, default: 90, description: "how many days after the audit a token may still hold at most"}
#   remediation: >-
#     Revoke the credential (People, the member, SAML identity linked; DELETE /orgs/ORG/credential-authorizations/ID) and
#     have its owner make a fine-grained token that ends.
package policies.access.github_credential_expiry

import data.lib.dates

_days := data.params.access.github_credential_expiry.days

# Keys have no end, and apps renew what they have.
applicable if contains(lower(input.type), "personal access token")

fail contains {"message": "the token never expires", "path": "expires_at", "expected": sprintf("an end within %d days", [_days])} if {
	input.expires_at == null
}

fail contains {
	"message": sprintf("the token holds for %d days more", [left]),
	"path": "expires_at",
	"expected": sprintf("an end within %d days", [_days]),
} if {
	input.expires_at != null
	left := dates.days_until(input.expires_at)
	left > _days
}
