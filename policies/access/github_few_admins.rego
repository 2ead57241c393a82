# METADATA
# scope: package
# title: Few people are named as administrators of a repository
# description: Who administers a repository can lift its protection. The fewer can, the sooner it is noticed.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-6]
#     iso-27001-2022: [A.8.2]
#     soc2: ["CC6.3"]
#   params:
#     max: {type: integer, default: 3, description: "the largest accepted number of people who are named as administrators"}
#   remediation: >-
#     Give the others the role maintain, which is enough for daily work (repository, Settings, Collaborators and
#     teams; github_repository_collaborators in Terraform).
package policies.access.github_few_admins

applicable if not input.archived

fail contains {
	"message": sprintf("%d people are named as administrators", [count(input.access.admins)]),
	"path": "access.admins",
	"expected": sprintf("at most %d", [data.params.access.github_few_admins.max]),
} if {
	count(input.access.admins) > data.params.access.github_few_admins.max
}
