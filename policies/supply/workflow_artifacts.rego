# METADATA
# scope: package
# title: No run with rights takes artefacts of strangers
# description: >-
#   Under workflow_run the other run may have been a stranger's pull request, and what it uploaded is his.
#   Unpacked over the checkout it replaces the scripts that run next, with the token and the secrets.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-7, SI-10]
#     iso-27001-2022: [A.8.31, A.8.28]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC8.1]
#     cis-github-1.2: ["2.4.3", "1.5.2"]
#     openssf-scorecard: [Dangerous-Workflow]
#     slsa-1.2: [Build.L3]
#   params:
#     triggers:
#       type: array
#       default: ["workflow_run", "pull_request_target", "issue_comment"]
#       description: events that a stranger can cause and that run with the repository's own rights
#     actions:
#       type: array
#       default:
#         ["dawidd6/action-download-artifact", "aochmann/actions-download-artifact",
#         "bettermarks/action-artifact-download", "levonet/action-download-last-artifact",
#         "ishworkh/docker-image-artifact-download"]
#       description: actions that take artefacts of other runs, in lower case
#   remediation: >-
#     Take from the artefact only data, unpack it into an empty folder, and check it (a number is a number)
#     before anything uses it; run nothing of it.
package policies.supply.workflow_artifacts

import data.lib.place

_open := {name | some name in input.triggers; name in data.params.supply.workflow_artifacts.triggers}

applicable if count(_open) > 0

_foreign contains {"key": sprintf("%s: %s", [use.job, use.action]), "line": use.line, "path": "uses"} if {
	some use in input.uses
	_other_run(use)
}

_other_run(use) if lower(use.action) in data.params.supply.workflow_artifacts.actions

_other_run(use) if {
	lower(use.action) == "actions/download-artifact"
	"run-id" in object.keys(use.inputs)
}

_foreign contains {"key": sprintf("%s: %s", [c.job, c.text]), "line": c.line, "path": "commands"} if {
	some c in input.commands
	c.kind == "artifact_download"
}

_keys := {thing.key | some thing in _foreign}

fail contains {
	"message": sprintf("artefacts of another run are taken by %s (%s)", [key, place.words(things)]),
	"path": things[0].path,
	"key": key,
	"actual": place.at(input.path, things),
	"expected": "artefacts of the same run",
} if {
	count(_open) > 0
	some key in _keys
	things := [thing | some thing in _foreign; thing.key == key]
}
