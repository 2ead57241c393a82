# METADATA
# scope: package
# title: A repository has a second administrator
# description: >-
#   With one administrator, leave or illness stops what only they can do. A team counts as several; owners of the
#   organisation do not count, as they know nothing of the repository.
# schemas:
#   - input: schema["github.repository"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-2, CP-2]
#     iso-27001-2022: [A.5.2, A.5.30]
#     cis-github-1.2: ["1.3.7"]
#   remediation: >-
#     Give a team the role admin, or name a second person (repository, Settings, Collaborators and teams;
#     github_team_repository in Terraform).
package policies.access.github_two_admins

applicable if not input.archived

fail contains {
	"message": sprintf("%d people and no team administer the repository", [count(input.access.admins)]),
	"path": "access.admins",
	"expected": "two people, or a team",
} if {
	count(input.access.admins) < 2
	count(_teams) == 0
}

_teams contains access.team if {
	some access in data.resources["github.team_access"]
	access.repository == input.full_name
	access.permission == "admin"
}
