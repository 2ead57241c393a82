# METADATA
# scope: package
# title: Runners take one job and are gone
# description: >-
#   What one job leaves behind, a file, a program, a changed tool, is there for the next one, of another repository.
# schemas:
#   - input: schema["github.runner"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/hosting-your-own-runners/managing-self-hosted-runners/autoscaling-with-self-hosted-runners
# custom:
#   severity: medium
#   tags: [github, ci]
#   controls:
#     nist-800-53-r5: [SC-4, SI-14]
#     iso-27001-2022: [A.8.31, A.8.22]
#     soc2: ["CC6.8"]
#     cis-github-1.2: ["2.2.1"]
#   remediation: >-
#     Register the runner with --ephemeral and start each on a clean machine or container, for example with the
#     Actions Runner Controller.
package policies.hardening.github_runner_ephemeral

fail contains {"message": "the machine takes one job after the other", "path": "ephemeral", "expected": true} if {
	not input.ephemeral
}
