# METADATA
# scope: package
# title: Workflows do not log for debugging all the time
# description: >-
#   With debugging on, the log holds the inputs, the environment and the contexts of every step. Masks hide
#   secrets as they are, not what a program made of them.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/how-tos/monitor-workflows/enable-debug-logging
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AU-13, SI-11]
#     iso-27001-2022: [A.8.12, A.8.15]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC6.1]
#     cis-github-1.2: ["2.3.6"]
#   remediation: >-
#     Remove the variable, and start the one run again with debug logging when something is to be found out.
package policies.change.workflow_debug

import data.lib.place

_found contains {"key": s.name, "line": s.line} if {
	some s in input.switches
	s.name in {"ACTIONS_RUNNER_DEBUG", "ACTIONS_STEP_DEBUG"}
	not s.value in {"false", "0", ""}
}

_keys := {thing.key | some thing in _found}

fail contains {
	"message": sprintf("%s is on (%s)", [key, place.words([thing | some thing in _found; thing.key == key])]),
	"path": "switches",
	"key": key,
	"actual": place.at(input.path, [thing | some thing in _found; thing.key == key]),
	"expected": "off",
} if {
	some key in _keys
}
