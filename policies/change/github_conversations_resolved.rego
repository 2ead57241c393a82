# METADATA
# scope: package
# title: Open comments are resolved before a change is merged
# description: A reviewer's doubt that nobody has answered is easily merged over.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3]
#     iso-27001-2022: [A.8.32]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["1.1.11"]
#   remediation: >-
#     In the ruleset of the branch (Settings, Rules, Rulesets, of the organisation or the repository) turn on
#     "Require conversation resolution before merging" (rule pull_request, required_review_thread_resolution;
#     github_organization_ruleset or github_repository_ruleset in Terraform).
package policies.change.github_conversations_resolved

fail contains {"message": "a change may be merged with open comments", "path": "thread_resolution", "expected": true} if {
	not input.thread_resolution
}
