# METADATA
# scope: package
# title: Checks have to pass before a change is merged
# description: Tests that may fail stop nothing. What has to be green is what keeps broken and unsafe code out.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [SA-11, CM-4]
#     iso-27001-2022: [A.8.29, A.8.32]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["1.1.9"]
#     openssf-scorecard: ["Branch-Protection", "CI-Tests"]
#   remediation: >-
#     In the ruleset of the branch (Settings, Rules, Rulesets, of the organisation or the repository) turn on
#     "Require status checks to pass" and name the checks (rule required_status_checks, or workflows for all
#     repositories of an organisation; github_organization_ruleset or github_repository_ruleset in Terraform).
package policies.change.github_status_checks

fail contains {"message": "a change may be merged whatever its checks say", "path": "status_checks", "expected": "at least one check"} if {
	count(input.status_checks) == 0
	count(input.required_workflows) == 0
}
