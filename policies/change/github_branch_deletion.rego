# METADATA
# scope: package
# title: Nobody can delete the default branch
# description: A deleted branch takes its protection with it; who makes it anew begins without.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-5]
#     iso-27001-2022: [A.8.32, A.8.4]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["1.1.17"]
#     openssf-scorecard: ["Branch-Protection"]
#     slsa-1.2: ["Source.L2"]
#   remediation: >-
#     In the ruleset of the branch (Settings, Rules, Rulesets, of the organisation or the repository) turn on
#     "Restrict deletions" (rule deletion; github_organization_ruleset or github_repository_ruleset in Terraform).
package policies.change.github_branch_deletion

fail contains {"message": "the branch can be deleted", "path": "deletion", "expected": false} if {
	input.deletion
}
