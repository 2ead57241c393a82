# METADATA
# scope: package
# title: Members sign in by the organisation's identity provider
# description: >-
#   An account that the provider does not know is not locked when somebody leaves, and holds to no rule on factors and
#   devices. GitHub asks nobody to sign in there whom the provider does not know, unless single sign-on is required.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-saml-single-sign-on-for-your-organization/about-identity-and-access-management-with-saml-single-sign-on
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [IA-2, AC-2, IA-8]
#     iso-27001-2022: [A.5.16, A.8.5]
#     soc2: ["CC6.1", "CC6.2"]
#     cis-controls-v8.1: ["6.7"]
#   params:
#     exempt: {type: array, default: [], description: "logins of accounts that sign in otherwise, for example of machines and of the way in when the provider is down"}
#   remediation: >-
#     Set single sign-on up and require it (Settings, Authentication security, Require SAML SSO authentication for all
#     members), have each member link their account once, and remove those who cannot.
package policies.access.github_single_sign_on

# Other plans do not have it.
applicable if not input.plan in {"free", "team"}

fail contains {"message": "members sign in with their accounts on GitHub alone", "path": "single_sign_on", "expected": "an identity provider"} if {
	input.single_sign_on == null
}

fail contains {
	"message": sprintf("%s is not known to the identity provider", [login]),
	"path": "single_sign_on.unlinked",
	"key": login,
	"expected": "an account that is linked",
} if {
	some login in input.single_sign_on.unlinked
	not lower(login) in {lower(name) | some name in data.params.access.github_single_sign_on.exempt}
}
