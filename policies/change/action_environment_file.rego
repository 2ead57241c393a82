# METADATA
# scope: package
# title: Actions set variables of later steps to fixed text only
# description: >-
#   What an action writes to GITHUB_ENV or GITHUB_PATH becomes the environment of every later step of whoever
#   uses it. An input in it lets a stranger's text set LD_PRELOAD there.
# schemas:
#   - input: schema["ci.action"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
#   - ref: https://docs.zizmor.sh/audits/#github-env
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-10, SA-15]
#     iso-27001-2022: [A.8.28]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC8.1]
#     cis-github-1.2: ["1.5.2", "2.3.7"]
#   remediation: >-
#     Hand values over as outputs (GITHUB_OUTPUT) and declare them in the action.
package policies.change.action_environment_file

import data.lib.place

_found := {command.text |
	some command in input.commands
	command.kind == "environment_file"
}

_places(key) := [command |
	some command in input.commands
	command.kind == "environment_file"
	key == command.text
]

fail contains {
	"message": sprintf("variables of later steps are set from what is not fixed, in %s (%s)", [key, place.words(_places(key))]),
	"path": "commands",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "an output",
} if {
	some key in _found
}
