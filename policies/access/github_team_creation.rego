# METADATA
# scope: package
# title: Only owners create teams
# description: Teams carry permissions. Where anybody makes them, nobody knows any more who has access by which.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-organization-settings/setting-team-creation-permissions-in-your-organization
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-2, AC-6]
#     iso-27001-2022: [A.5.18]
#     soc2: ["CC6.3"]
#     cis-github-1.2: ["1.3.2"]
#   remediation: Under Settings, Member privileges, untick "Allow members to create teams".
package policies.access.github_team_creation

fail contains {"message": "each member can create teams", "path": "members_can.create_teams", "expected": false} if {
	input.members_can.create_teams
}
