# METADATA
# scope: package
# title: The history of the default branch is a line
# description: Each change is then one step that can be read, searched and taken back.
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
#     cis-github-1.2: ["1.1.13"]
#   remediation: >-
#     In the ruleset of the branch (Settings, Rules, Rulesets, of the organisation or the repository) turn on
#     "Require linear history" (rule required_linear_history; github_organization_ruleset or
#     github_repository_ruleset in Terraform), and allow merging by squash or rebase.
package policies.change.github_linear_history

fail contains {"message": "merge commits are accepted", "path": "linear_history", "expected": true} if {
	not input.linear_history
}
