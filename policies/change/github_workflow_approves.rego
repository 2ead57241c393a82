# METADATA
# scope: package
# title: The repository lets no workflow approve a pull request
# description: >-
#   An approval is one person's word on another's work. A workflow that can give it lets the author of a change
#   write it.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
# custom:
#   severity: medium
#   tags: [github, ci]
#   controls:
#     nist-800-53-r5: [AC-5, CM-3]
#     iso-27001-2022: [A.5.3, A.8.32]
#     soc2: ["CC8.1"]
#   remediation: >-
#     In the repository, or for all in the organisation, under Settings, Actions, General, untick "Allow GitHub
#     Actions to create and approve pull requests" (PUT /repos/OWNER/REPO/actions/permissions/workflow with
#     can_approve_pull_request_reviews=false).
package policies.change.github_workflow_approves

applicable if {
	not input.archived
	input.actions.enabled
}

fail contains {"message": "a workflow can approve pull requests", "path": "actions.can_approve_pull_requests", "expected": false} if {
	input.actions.can_approve_pull_requests
}
