# METADATA
# scope: package
# title: Only owners change the visibility of repositories
# description: >-
#   One click makes a private repository public, with all of its history, and forks of it stay public for ever.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-organization-settings/restricting-repository-visibility-changes-in-your-organization
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-6, AC-22]
#     iso-27001-2022: [A.8.4, A.8.12]
#     soc2: ["CC6.1", "C1.1"]
#   remediation: >-
#     Under Settings, Member privileges, untick "Allow members to change repository visibilities for this
#     organization".
package policies.data.github_visibility_change

fail contains {"message": "who administers a private repository can make it public", "path": "members_can.change_visibility", "expected": false} if {
	input.members_can.change_visibility
}
