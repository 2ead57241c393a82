# METADATA
# scope: package
# title: Only owners let in outside collaborators
# description: >-
#   Whoever is invited to one repository by its administrator is a stranger to the organisation: no contract, no
#   leaving date, and nobody who knows of them.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-organization-settings/setting-permissions-for-adding-outside-collaborators
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-2, AC-20]
#     iso-27001-2022: [A.5.18, A.5.19]
#     soc2: ["CC6.2"]
#   remediation: >-
#     Under Settings, Member privileges, untick "Allow repository administrators to invite outside collaborators to
#     repositories for this organization".
package policies.access.github_outside_invites

fail contains {"message": "who administers a repository can invite anybody to it", "path": "members_can.invite_outside_collaborators", "expected": false} if {
	input.members_can.invite_outside_collaborators
}
