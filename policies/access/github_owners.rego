# METADATA
# scope: package
# title: The organisation has neither one owner nor many
# description: >-
#   Owners can do everything: read all code, delete it, and let others in. With one of them the organisation is lost
#   with their account; each further one is a way in.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-peoples-access-to-your-organization-with-roles/maintaining-ownership-continuity-for-your-organization
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-6, AC-2]
#     iso-27001-2022: [A.8.2]
#     soc2: ["CC6.3"]
#     cis-github-1.2: ["1.3.3"]
#   params:
#     min: {type: integer, default: 2, description: "the smallest accepted number of owners"}
#     max: {type: integer, default: 5, description: "the largest accepted number of owners"}
#   remediation: >-
#     Change the role under People (or "gh api -X PUT orgs/ORG/memberships/LOGIN -f role=member"; github_membership
#     in Terraform). For single duties give a role, for example security manager, in the place of ownership.
package policies.access.github_owners

fail contains {
	"message": sprintf("%d accounts own the organisation", [count(input.owners)]),
	"path": "owners",
	"key": "few",
	"expected": sprintf("at least %d", [data.params.access.github_owners.min]),
} if {
	count(input.owners) < data.params.access.github_owners.min
}

fail contains {
	"message": sprintf("%d accounts own the organisation", [count(input.owners)]),
	"path": "owners",
	"key": "many",
	"expected": sprintf("at most %d", [data.params.access.github_owners.max]),
} if {
	count(input.owners) > data.params.access.github_owners.max
}
