# METADATA
# scope: package
# title: Private repositories are not forked
# description: >-
#   A fork is a copy that its owner keeps beside the organisation's rules, with settings of its own, and that nobody
#   looks after.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-organization-settings/managing-the-forking-policy-for-your-organization
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-3, AC-21]
#     iso-27001-2022: [A.8.4, A.8.12]
#     soc2: ["CC6.1", "C1.1"]
#     cis-github-1.2: ["1.2.5"]
#   remediation: >-
#     Under Settings, Member privileges, untick "Allow forking of private repositories" (or "gh api -X PATCH
#     orgs/ORG -F members_can_fork_private_repositories=false").
package policies.data.github_private_forking

fail contains {"message": "members can fork private repositories", "path": "members_can.fork_private_repositories", "expected": false} if {
	input.members_can.fork_private_repositories
}
