# METADATA
# scope: package
# title: Nobody can rewrite the default branch
# description: A forced push takes reviewed commits away, and with them the record of who changed what.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-5, AU-9]
#     iso-27001-2022: [A.8.32, A.8.4]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["1.1.16"]
#     openssf-scorecard: ["Branch-Protection"]
#     slsa-1.2: ["Source.L2"]
#   remediation: >-
#     In the ruleset of the branch (Settings, Rules, Rulesets, of the organisation or the repository) turn on "Block
#     force pushes" (rule non_fast_forward; github_organization_ruleset or github_repository_ruleset in Terraform).
package policies.change.github_force_push

fail contains {"message": "a forced push can rewrite the branch", "path": "force_pushes", "expected": false} if {
	input.force_pushes
}
