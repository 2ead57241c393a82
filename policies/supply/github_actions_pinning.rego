# METADATA
# scope: package
# title: The repository lets no action run that is not named by its commit
# description: >-
#   A tag of an action can be moved to other code overnight, as has happened to widely used ones. Where the full
#   commit is asked for, a workflow that forgets does not run.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
# custom:
#   severity: low
#   tags: [github, ci]
#   controls:
#     nist-800-53-r5: [SR-3, CM-14]
#     iso-27001-2022: [A.5.21]
#     cis-github-1.2: ["2.4.2"]
#     openssf-scorecard: ["Pinned-Dependencies"]
#   remediation: >-
#     In the repository, or for all in the organisation, under Settings, Actions, General, tick "Require actions to
#     be pinned to a full-length commit SHA" (PUT /repos/OWNER/REPO/actions/permissions with
#     sha_pinning_required=true).
package policies.supply.github_actions_pinning

applicable if {
	not input.archived
	input.actions.enabled
}

fail contains {"message": "an action may be named by a tag or branch, which can be moved", "path": "actions.allowed.sha_pinning_required", "expected": true} if {
	not input.actions.allowed.sha_pinning_required
}
