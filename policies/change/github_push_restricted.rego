# METADATA
# scope: package
# title: Few may push to the default branch
# description: The fewer accounts can write to what is released, the fewer have to be lost for it to be changed.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-6, CM-5]
#     iso-27001-2022: [A.8.4]
#     soc2: ["CC6.3"]
#     cis-github-1.2: ["1.1.15"]
#   remediation: >-
#     In the branch protection rule (Settings, Branches) turn on "Restrict who can push to matching branches", or in
#     a ruleset "Restrict updates" with the few as bypass actors (rule update; github_organization_ruleset or
#     github_repository_ruleset in Terraform).
package policies.change.github_push_restricted

fail contains {"message": "everybody who can write to the repository may push", "path": "push_restricted", "expected": true} if {
	not input.push_restricted
	not input.locked
}
