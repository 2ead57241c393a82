# METADATA
# scope: package
# title: Members cannot create repositories as they like
# description: >-
#   A repository that anybody may make has no owner, no protection and perhaps the wrong visibility. Few create
#   them, from a template, with all that belongs to it.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-organization-settings/restricting-repository-creation-in-your-organization
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-6, CM-5]
#     iso-27001-2022: [A.8.4, A.5.15]
#     soc2: ["CC6.3"]
#     cis-github-1.2: ["1.2.2"]
#   params:
#     allowed: {type: array, default: [], description: "visibilities that members may choose for what they create: public, private, internal"}
#   remediation: >-
#     Under Settings, Member privileges, untick the kinds of repositories under "Repository creation" (or PATCH
#     orgs/ORG with members_can_create_public_repositories=false and its siblings; github_organization_settings in
#     Terraform).
package policies.access.github_repository_creation

fail contains _failure("public") if {
	input.members_can.create_public_repositories
	not "public" in data.params.access.github_repository_creation.allowed
}

fail contains _failure("private") if {
	input.members_can.create_private_repositories
	not "private" in data.params.access.github_repository_creation.allowed
}

fail contains _failure("internal") if {
	input.members_can.create_internal_repositories
	not "internal" in data.params.access.github_repository_creation.allowed
}

_failure(visibility) := {
	"message": sprintf("each member can create %s repositories", [visibility]),
	"path": sprintf("members_can.create_%s_repositories", [visibility]),
	"key": visibility,
	"expected": false,
}
