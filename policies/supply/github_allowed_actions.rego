# METADATA
# scope: package
# title: The repository lets workflows use approved actions only
# description: >-
#   An action is somebody else's program, run with the secrets of the workflow. Which ones may run is decided once,
#   not by whoever edits a workflow.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
# custom:
#   severity: medium
#   tags: [github, ci]
#   controls:
#     nist-800-53-r5: [SA-9, SR-3, CM-7]
#     iso-27001-2022: [A.5.21, A.8.19]
#     soc2: ["CC9.2"]
#     cis-github-1.2: ["3.1.1"]
#   params:
#     verified: {type: boolean, default: true, description: "whether actions of creators that GitHub has verified may be used"}
#   remediation: >-
#     In the repository, or for all in the organisation, under Settings, Actions, General, choose "Allow ORG, and
#     select non-ORG, actions and reusable workflows" and list them (PUT /repos/OWNER/REPO/actions/permissions with
#     allowed_actions=selected; github_actions_repository_permissions in Terraform).
package policies.supply.github_allowed_actions

applicable if {
	not input.archived
	input.actions.enabled
}

fail contains {"message": "any action of anybody may be used", "path": "actions.allowed.policy", "key": "all", "expected": "selected or local_only"} if {
	input.actions.allowed.policy == "all"
}

fail contains {"message": "the list of actions lets in all", "path": "actions.allowed.patterns", "key": "*", "expected": "names, with a star for a part only"} if {
	some pattern in input.actions.allowed.patterns
	pattern in {"*", "*/*", "*@*", "*/*@*"}
}

fail contains {"message": "any action of a creator that GitHub has verified may be used", "path": "actions.allowed.verified", "key": "verified", "expected": false} if {
	input.actions.allowed.verified
	not data.params.supply.github_allowed_actions.verified
}
