# METADATA
# scope: package
# title: Commits have to be signed
# description: The name in a commit is whatever its author typed. A signature is what ties the change to a person.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AU-10, CM-14]
#     iso-27001-2022: [A.8.4, A.8.32]
#     cis-github-1.2: ["1.1.12"]
#   remediation: >-
#     In the ruleset of the branch (Settings, Rules, Rulesets, of the organisation or the repository) turn on
#     "Require signed commits" (rule required_signatures; github_organization_ruleset or github_repository_ruleset
#     in Terraform), after people have set up signing.
package policies.change.github_signed_commits

fail contains {"message": "unsigned commits are accepted", "path": "signed_commits", "expected": true} if {
	not input.signed_commits
}
