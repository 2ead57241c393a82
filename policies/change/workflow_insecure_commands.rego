# METADATA
# scope: package
# title: The runner takes no commands from what is printed
# description: >-
#   "::set-env" and "::add-path" were switched off because a printed line of a stranger's text sets the
#   environment of later steps. ACTIONS_ALLOW_UNSECURE_COMMANDS brings that back.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/
#   - ref: https://docs.zizmor.sh/audits/#insecure-commands
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-10, CM-7]
#     iso-27001-2022: [A.8.28, A.8.9]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC8.1]
#     cis-github-1.2: ["1.5.2", "2.3.6"]
#     openssf-scorecard: [Dangerous-Workflow]
#   remediation: >-
#     Remove the variable, and write to GITHUB_ENV, GITHUB_PATH or GITHUB_OUTPUT instead of printing commands.
package policies.change.workflow_insecure_commands

import data.lib.place

_found contains {"key": s.name, "line": s.line} if {
	some s in input.switches
	s.name == "ACTIONS_ALLOW_UNSECURE_COMMANDS"
	not s.value in {"false", "0", ""}
}

_found contains {"key": sprintf("%s: %s", [c.job, c.text]), "line": c.line} if {
	some c in input.commands
	c.kind == "set_command"
}

_keys := {thing.key | some thing in _found}

fail contains {
	"message": sprintf("%s lets printed text set variables (%s)", [key, place.words([thing | some thing in _found; thing.key == key])]),
	"path": "switches",
	"key": key,
	"actual": place.at(input.path, [thing | some thing in _found; thing.key == key]),
	"expected": "no such variable or command",
} if {
	some key in _keys
}
