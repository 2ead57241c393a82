# METADATA
# scope: package
# title: Outside collaborators administer nothing
# description: >-
#   Who administers a repository changes its protection, reads its secrets' names and lets in others. That stays in
#   the house.
# schemas:
#   - input: schema["github.collaborator"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-outside-collaborators/adding-outside-collaborators-to-repositories-in-your-organization
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-6, AC-20]
#     iso-27001-2022: [A.8.2, A.5.19]
#     soc2: ["CC6.3"]
#   params:
#     allowed: {type: array, default: ["read", "triage", "write"], description: "permissions that somebody from outside may have"}
#   remediation: >-
#     Give the person a smaller role (repository, Settings, Collaborators and teams; PUT
#     /repos/OWNER/REPO/collaborators/LOGIN with permission=push; github_repository_collaborator in Terraform).
package policies.access.github_outside_admin

applicable if input.outside

fail contains {"message": sprintf("somebody from outside has the permission %s", [input.permission]), "path": "permission", "expected": data.params.access.github_outside_admin.allowed} if {
	not input.permission in data.params.access.github_outside_admin.allowed
}
