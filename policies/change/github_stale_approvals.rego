# METADATA
# scope: package
# title: An approval does not hold for what is pushed after it
# description: Else a harmless change is approved, and another one is merged.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3]
#     iso-27001-2022: [A.8.32]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["1.1.4"]
#     openssf-scorecard: ["Branch-Protection"]
#   remediation: >-
#     In the ruleset of the branch (Settings, Rules, Rulesets, of the organisation or the repository) turn on
#     "Dismiss stale pull request approvals when new commits are pushed" or "Require approval of the most recent
#     reviewable push" (rule pull_request, dismiss_stale_reviews_on_push, require_last_push_approval;
#     github_organization_ruleset or github_repository_ruleset in Terraform).
package policies.change.github_stale_approvals

fail contains {
	"message": "an approval still holds after new commits are pushed",
	"path": "dismiss_stale",
	"expected": "stale approvals are dismissed, or the last push is approved",
} if {
	not input.dismiss_stale
	not input.last_push_approval
}
