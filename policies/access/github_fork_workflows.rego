# METADATA
# scope: package
# title: Workflows from forks wait for approval
# description: >-
#   Whoever sends a pull request to a public repository sends a program with it. Somebody looks before it runs on
#   the organisation's account and runners.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-workflow-runs/approving-workflow-runs-from-public-forks
# custom:
#   severity: medium
#   tags: [github, ci]
#   controls:
#     nist-800-53-r5: [CM-7, AC-3]
#     iso-27001-2022: [A.8.19, A.8.4]
#     soc2: ["CC6.8"]
#     cis-github-1.2: ["2.3.5"]
#   params:
#     allowed: {type: array, default: ["all_external_contributors"], description: "settings that are accepted; first_time_contributors lets in who has had one change merged"}
#   remediation: >-
#     In the repository, or for all in the organisation, under Settings, Actions, General, choose "Require approval
#     for all external contributors" (PUT /repos/OWNER/REPO/actions/permissions/fork-pr-contributor-approval with
#     approval_policy=all_external_contributors).
package policies.access.github_fork_workflows

applicable if {
	not input.archived
	input.actions.enabled
	input.actions.fork_pr_approval != null
}

fail contains {
	"message": sprintf("approval is asked for %s only", [replace(input.actions.fork_pr_approval, "_", " ")]),
	"path": "actions.fork_pr_approval",
	"expected": data.params.access.github_fork_workflows.allowed,
} if {
	not input.actions.fork_pr_approval in data.params.access.github_fork_workflows.allowed
}
