# METADATA
# scope: package
# title: Strangers set no variables of later steps
# description: >-
#   What a step writes to GITHUB_ENV or GITHUB_PATH becomes the environment of every later step. Text that a
#   stranger can shape sets LD_PRELOAD there, or puts another program in front.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
#   - ref: https://docs.zizmor.sh/audits/#github-env
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-10, SA-15]
#     iso-27001-2022: [A.8.28, A.8.31]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC8.1]
#     cis-github-1.2: ["1.5.2", "2.3.7"]
#     openssf-scorecard: [Dangerous-Workflow]
#     slsa-1.2: [Build.L3]
#   params:
#     triggers:
#       type: array
#       default: ["pull_request_target", "workflow_run", "issue_comment"]
#       description: events that a stranger can cause and that run with the repository's own rights
#   remediation: >-
#     Hand values over as outputs of the step (GITHUB_OUTPUT) and read them where they are needed, or write
#     fixed text only.
package policies.change.workflow_environment_file

import data.lib.place

_found := {sprintf("%s: %s", [command.job, command.text]) |
	some command in input.commands
	command.kind == "environment_file"
}

_places(key) := [command |
	some command in input.commands
	command.kind == "environment_file"
	key == sprintf("%s: %s", [command.job, command.text])
]

_open := {name | some name in input.triggers; name in data.params.change.workflow_environment_file.triggers}

applicable if count(_open) > 0

fail contains {
	"message": sprintf("variables of later steps are set from what is not fixed, in %s (%s)", [key, place.words(_places(key))]),
	"path": "commands",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "an output of the step",
} if {
	count(_open) > 0
	some key in _found
}
