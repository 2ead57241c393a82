# METADATA
# scope: package
# title: The owners of code approve changes to it
# description: >-
#   An approval by anybody is worth less than one by who knows the code. CODEOWNERS names them; the rule asks them.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3, CM-5]
#     iso-27001-2022: [A.8.32, A.5.9]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["1.1.7"]
#     openssf-scorecard: ["Branch-Protection"]
#   remediation: >-
#     In the ruleset of the branch (Settings, Rules, Rulesets, of the organisation or the repository) turn on
#     "Require review from Code Owners" (rule pull_request, require_code_owner_review; github_organization_ruleset
#     or github_repository_ruleset in Terraform), and write the file .github/CODEOWNERS.
package policies.change.github_code_owner_review

fail contains {"message": "the owners of the changed code need not approve", "path": "code_owner_review", "expected": true} if {
	not input.code_owner_review
}
