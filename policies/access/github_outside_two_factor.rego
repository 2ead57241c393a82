# METADATA
# scope: package
# title: Outside collaborators have a second factor
# description: >-
#   Nobody of the organisation's own looks after the accounts of outsiders. A stolen one opens the repositories that
#   it is named on.
# schemas:
#   - input: schema["github.member"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-two-factor-authentication-for-your-organization/viewing-whether-users-in-your-organization-have-2fa-enabled
# custom:
#   severity: high
#   tags: [github, passwords]
#   controls:
#     nist-800-53-r5: ["IA-2(1)", "IA-2(2)", AC-20]
#     iso-27001-2022: [A.8.5, A.5.19]
#     soc2: ["CC6.1", "CC6.6"]
#     cis-github-1.2: ["1.3.4"]
#   remediation: >-
#     Have the person turn on a second factor, or remove them (People, Outside collaborators, or "gh api -X DELETE
#     orgs/ORG/outside_collaborators/LOGIN").
package policies.access.github_outside_two_factor

applicable if {
	input.affiliation == "outside"
	input.type == "User"
}

fail contains {"message": "a password alone opens the account", "path": "two_factor", "expected": true} if {
	not input.two_factor
}
