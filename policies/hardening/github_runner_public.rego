# METADATA
# scope: package
# title: No public repository has a runner of its own
# description: A pull request from anybody runs programs on the machine, inside the network that it stands in.
# schemas:
#   - input: schema["github.runner"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
# custom:
#   severity: high
#   tags: [github, ci]
#   controls:
#     nist-800-53-r5: [SC-7, AC-3]
#     iso-27001-2022: [A.8.22, A.8.31]
#     soc2: ["CC6.6"]
#   remediation: >-
#     Remove the runner (repository, Settings, Actions, Runners; DELETE /repos/OWNER/REPO/actions/runners/ID) and
#     use the runners of GitHub for public repositories.
package policies.hardening.github_runner_public

fail contains {"message": "strangers can have their programs run on the machine", "path": "public", "expected": false} if {
	input.public
}
