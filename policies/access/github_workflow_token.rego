# METADATA
# scope: package
# title: Workflows of the repository only read, unless they ask for more
# description: >-
#   The token of a workflow is in reach of each program that the workflow runs. One that may write without asking
#   lets a bad dependency change code and releases.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/automatic-token-authentication
# custom:
#   severity: high
#   tags: [github, ci]
#   controls:
#     nist-800-53-r5: [AC-6]
#     iso-27001-2022: [A.8.2, A.5.15]
#     soc2: ["CC6.3"]
#     openssf-scorecard: ["Token-Permissions"]
#   remediation: >-
#     In the repository, or for all in the organisation, under Settings, Actions, General, choose "Read repository
#     contents and packages permissions" (PUT /repos/OWNER/REPO/actions/permissions/workflow with
#     default_workflow_permissions=read), and let each workflow name what it needs under permissions.
package policies.access.github_workflow_token

applicable if {
	not input.archived
	input.actions.enabled
}

fail contains {"message": "the token of a workflow that asks for nothing may write", "path": "actions.default_workflow_permissions", "expected": "read"} if {
	input.actions.default_workflow_permissions == "write"
}
