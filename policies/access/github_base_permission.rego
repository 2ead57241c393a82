# METADATA
# scope: package
# title: Members have little access by being members
# description: >-
#   The base permission holds for each member in each repository. What is more than reading is given by team and
#   repository, where somebody knows why.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/setting-base-permissions-for-an-organization
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-6, AC-3]
#     iso-27001-2022: [A.8.3, A.8.4]
#     soc2: ["CC6.3"]
#     cis-github-1.2: ["1.3.8"]
#   params:
#     allowed: {type: array, default: ["none", "read"], description: "base permissions that are accepted"}
#   remediation: >-
#     Under Settings, Member privileges, set the base permissions to "No permission" or "Read" (or "gh api -X PATCH
#     orgs/ORG -f default_repository_permission=none"; github_organization_settings in Terraform).
package policies.access.github_base_permission

fail contains {
	"message": sprintf("each member has the permission %s on all repositories", [input.default_repository_permission]),
	"path": "default_repository_permission",
	"expected": data.params.access.github_base_permission.allowed,
} if {
	not input.default_repository_permission in data.params.access.github_base_permission.allowed
}
