# METADATA
# scope: package
# title: Runners of the organisation do not serve public repositories
# description: >-
#   A pull request from anybody to a public repository would run programs on the organisation's own machines.
# schemas:
#   - input: schema["github.runner_group"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/hosting-your-own-runners/managing-self-hosted-runners/managing-access-to-self-hosted-runners-using-groups
# custom:
#   severity: high
#   tags: [github, ci]
#   controls:
#     nist-800-53-r5: [SC-7, AC-3]
#     iso-27001-2022: [A.8.22, A.8.31]
#     soc2: ["CC6.6"]
#   remediation: >-
#     In the organisation under Settings, Actions, Runner groups, untick "Allow public repositories" (PATCH
#     /orgs/ORG/actions/runner-groups/ID with allows_public_repositories=false; github_actions_runner_group in
#     Terraform).
package policies.hardening.github_runner_group_public

fail contains {"message": "public repositories may use the runners", "path": "allows_public", "expected": false} if {
	input.allows_public
}
