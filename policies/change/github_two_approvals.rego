# METADATA
# scope: package
# title: Two people approve changes to the most important repositories
# description: Where a mistake costs most, one colleague in a hurry is not enough.
# schemas:
#   - input: schema["github.branch_protection"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-organization-settings/managing-custom-properties-for-repositories-in-your-organization
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3, AC-5]
#     iso-27001-2022: [A.8.32, A.5.3]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["1.1.3"]
#   params:
#     property: {type: string, default: "tier", description: "the custom property that says how important a repository is"}
#     tiers: {type: array, default: ["1", "tier-1"], description: "its values that ask for more approvals"}
#     approvals: {type: integer, default: 2, description: "the smallest accepted number of approvals"}
#   remediation: >-
#     Make a ruleset that selects repositories by the custom property and asks for two approvals (rule pull_request,
#     required_approving_review_count); github_organization_ruleset or github_repository_ruleset in Terraform.
package policies.change.github_two_approvals

applicable if {
	some repository in data.resources["github.repository"]
	repository.full_name == input.repository
	some tier in repository.custom_properties[data.params.change.github_two_approvals.property]
	tier in data.params.change.github_two_approvals.tiers
}

fail contains {
	"message": sprintf("%d approvals are asked for in a repository of the first tier", [input.approvals]),
	"path": "approvals",
	"expected": sprintf("at least %d", [data.params.change.github_two_approvals.approvals]),
} if {
	input.approvals < data.params.change.github_two_approvals.approvals
}
