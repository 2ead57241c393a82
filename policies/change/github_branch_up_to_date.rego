# METADATA
# scope: package
# title: A change is checked together with what was merged before it
# description: >-
#   Two changes that pass by themselves can break each other. The checks speak of what will be there after the merge
#   only if the branch is up to date.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-4, SA-11]
#     iso-27001-2022: [A.8.29]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["1.1.10"]
#     openssf-scorecard: ["Branch-Protection"]
#   remediation: >-
#     In the ruleset of the branch (Settings, Rules, Rulesets, of the organisation or the repository) turn on
#     "Require branches to be up to date before merging" (rule required_status_checks,
#     strict_required_status_checks_policy; github_organization_ruleset or github_repository_ruleset in Terraform),
#     or a merge queue, which does the same without anybody's waiting.
package policies.change.github_branch_up_to_date

fail contains {"message": "a change may be merged that was checked against an older state", "path": "strict_checks", "expected": "up to date branches, or a merge queue"} if {
	not input.strict_checks
	not input.merge_queue
}
