# METADATA
# scope: package
# title: No action pastes text of strangers into a script
# description: >-
#   Titles, comments and branch names are chosen by strangers. Pasted into a script they are run, in every
#   workflow that uses the action.
# schemas:
#   - input: schema["ci.action"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   severity: critical
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-10, SA-15]
#     iso-27001-2022: [A.8.28]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC8.1]
#     cis-github-1.2: ["1.5.2", "2.3.7"]
#     openssf-scorecard: [Dangerous-Workflow]
#     slsa-1.2: [Build.L3]
#   remediation: >-
#     Give the value to the step as an environment variable and write "$NAME", in quotes, in the script.
package policies.change.action_script_injection

import data.lib.place

_pasted := {i.expression | some i in input.injections}

_places(expression) := [i | some i in input.injections; i.expression == expression]

fail contains {
	"message": sprintf("%s is pasted into a script (%s)", [expression, place.words(_places(expression))]),
	"path": "injections",
	"key": expression,
	"actual": place.at(input.path, _places(expression)),
	"expected": "an environment variable",
} if {
	some expression in _pasted
}
