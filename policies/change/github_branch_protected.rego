# METADATA
# scope: package
# title: The default branch is protected
# description: >-
#   What is on the default branch is what is built and released. Without protection, everybody who can write can
#   change it, alone and unseen.
# schemas:
#   - input: schema["github.branch_protection"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3, CM-5]
#     iso-27001-2022: [A.8.4, A.8.32]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["1.1.20"]
#     openssf-scorecard: ["Branch-Protection"]
#     slsa-1.2: ["Source.L3"]
#   remediation: >-
#     Make an active ruleset for the default branches of all repositories (Settings, Rules, Rulesets, New branch
#     ruleset; POST /orgs/ORG/rulesets; github_organization_ruleset or github_repository_ruleset in Terraform). A
#     ruleset that is only evaluated does not count.
package policies.change.github_branch_protected

fail contains {"message": "neither a branch protection nor an active ruleset holds for the branch", "path": "protected", "expected": true} if {
	not input.protected
}
