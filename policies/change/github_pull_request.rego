# METADATA
# scope: package
# title: Changes come by pull request, and somebody approves them
# description: What nobody else has seen is a mistake, or an attack, that nobody could notice.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3, CM-5, AC-5]
#     iso-27001-2022: [A.8.32, A.5.3, A.8.4]
#     soc2: ["CC8.1"]
#     openssf-scorecard: ["Branch-Protection", "Code-Review"]
#     slsa-1.2: ["Source.L4"]
#   params:
#     approvals: {type: integer, default: 1, description: "the smallest accepted number of approvals"}
#   remediation: >-
#     In the ruleset of the branch (Settings, Rules, Rulesets, of the organisation or the repository) turn on
#     "Require a pull request before merging" with at least one approval (rule pull_request,
#     required_approving_review_count; github_organization_ruleset or github_repository_ruleset in Terraform).
package policies.change.github_pull_request

fail contains {"message": "changes need no pull request", "path": "pull_request_required", "key": "pull request", "expected": true} if {
	not input.pull_request_required
}

fail contains {
	"message": sprintf("a pull request needs %d approvals", [input.approvals]),
	"path": "approvals",
	"key": "approvals",
	"expected": sprintf("at least %d", [data.params.change.github_pull_request.approvals]),
} if {
	input.pull_request_required
	input.approvals < data.params.change.github_pull_request.approvals
}
