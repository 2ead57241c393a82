# METADATA
# scope: package
# title: The organisation asks its members for a second factor
# description: >-
#   Passwords are guessed and phished. Where the organisation asks for a second factor, an account without one
#   cannot be a member, whoever forgets to look.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-two-factor-authentication-for-your-organization/requiring-two-factor-authentication-in-your-organization
# custom:
#   severity: critical
#   tags: [github, passwords]
#   controls:
#     nist-800-53-r5: ["IA-2(1)", "IA-2(2)"]
#     iso-27001-2022: [A.8.5]
#     soc2: ["CC6.1"]
#     cis-github-1.2: ["1.3.5"]
#   remediation: >-
#     In the organisation under Settings, Authentication security, tick "Require two-factor authentication". Tell
#     the members of access/github_member_two_factor first, since those without are put out of private repositories.
#     There is no API for it.
package policies.access.github_two_factor_required

fail contains {"message": "a password alone is enough for a member", "path": "two_factor_required", "expected": true} if {
	not input.two_factor_required
}
