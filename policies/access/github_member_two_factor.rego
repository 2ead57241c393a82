# METADATA
# scope: package
# title: Members of the organisation have a second factor
# description: >-
#   A member's account reaches private code and can propose, approve or merge changes. The second factor is what
#   keeps out who has learnt the password.
# schemas:
#   - input: schema["github.member"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-two-factor-authentication-for-your-organization/viewing-whether-users-in-your-organization-have-2fa-enabled
# custom:
#   severity: high
#   tags: [github, passwords]
#   controls:
#     nist-800-53-r5: ["IA-2(1)", "IA-2(2)"]
#     iso-27001-2022: [A.8.5]
#     soc2: ["CC6.1"]
#     cis-github-1.2: ["1.3.5"]
#   remediation: >-
#     Have the person turn on a second factor in their own settings (Password and authentication), or remove them
#     from the organisation (People, or "gh api -X DELETE orgs/ORG/members/LOGIN").
package policies.access.github_member_two_factor

applicable if {
	input.affiliation == "member"
	input.type == "User"
}

fail contains {"message": "a password alone opens the account", "path": "two_factor", "expected": true} if {
	not input.two_factor
}
