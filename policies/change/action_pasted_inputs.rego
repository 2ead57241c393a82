# METADATA
# scope: package
# title: Actions hand their inputs to scripts, and paste none
# description: >-
#   An action does not know who uses it. What its input is pasted into runs with the caller's token and secrets,
#   and callers hand over titles and branch names of strangers.
# schemas:
#   - input: schema["ci.action"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
#   - ref: https://docs.zizmor.sh/audits/#template-injection
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-10, SA-15]
#     iso-27001-2022: [A.8.28]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC8.1]
#     cis-github-1.2: ["1.5.2", "2.3.7"]
#     slsa-1.2: [Build.L3]
#   remediation: >-
#     Give the step an environment variable ("env: NAME: ${{ inputs.name }}") and write "$NAME", in quotes, in
#     the script.
package policies.change.action_pasted_inputs

import data.lib.place

_pasted := {x.expression | some x in input.pasted_inputs}

_places(key) := [x | some x in input.pasted_inputs; key == x.expression]

fail contains {
	"message": sprintf("an input is pasted into a script, %s (%s)", [key, place.words(_places(key))]),
	"path": "pasted_inputs",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "an environment variable",
} if {
	some key in _pasted
}
