# METADATA
# scope: package
# title: Actions print no commands that set variables
# description: >-
#   "::set-env" and "::add-path" work only for callers who have switched on what lets any printed text set their
#   environment.
# schemas:
#   - input: schema["ci.action"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-10, CM-7]
#     iso-27001-2022: [A.8.28, A.8.9]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC8.1]
#     cis-github-1.2: ["1.5.2", "2.3.6"]
#   remediation: >-
#     Write to GITHUB_OUTPUT, or to GITHUB_ENV and GITHUB_PATH, instead of printing commands.
package policies.change.action_insecure_commands

import data.lib.place

_found := {command.text |
	some command in input.commands
	command.kind == "set_command"
}

_places(key) := [command |
	some command in input.commands
	command.kind == "set_command"
	key == command.text
]

fail contains {
	"message": sprintf("%s asks the runner for what it refuses (%s)", [key, place.words(_places(key))]),
	"path": "commands",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "an output",
} if {
	some key in _found
}
