# METADATA
# scope: package
# title: Only owners delete and transfer repositories
# description: >-
#   A repository's administrators are many, and a deletion takes code, history and discussions away at once. Owners
#   are few, and are asked.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-organization-settings/setting-permissions-for-deleting-or-transferring-repositories
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-6, CM-5]
#     iso-27001-2022: [A.8.4, A.8.2]
#     soc2: ["CC6.3"]
#     cis-github-1.2: ["1.2.3"]
#   remediation: >-
#     Under Settings, Member privileges, untick "Allow members to delete or transfer repositories for this
#     organization".
package policies.access.github_repository_deletion

fail contains {"message": "who administers a repository can delete it or give it away", "path": "members_can.delete_repositories", "expected": false} if {
	input.members_can.delete_repositories
}
