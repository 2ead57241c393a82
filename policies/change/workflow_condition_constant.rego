# METADATA
# scope: package
# title: Conditions can be false
# description: >-
#   An "if:" that is not one expression as a whole is a text, and a text is true: what the condition should hold
#   back runs always. A line's end behind the closing braces is enough.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
#   - ref: https://docs.zizmor.sh/audits/#unsound-condition
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-3, SI-10]
#     iso-27001-2022: [A.8.28]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC8.1]
#     cis-github-1.2: ["1.5.2", "2.3.6"]
#   remediation: >-
#     Write the whole condition without braces ("if: github.ref == 'refs/heads/main' && success()"), or put all
#     of it into one pair; in a block, use "|-".
package policies.change.workflow_condition_constant

import data.lib.place

_found := {sprintf("%s: %s", [c.job, c.text]) | some c in input.unsound_conditions; c.flaw == "always_true"}

_places(key) := [c |
	some c in input.unsound_conditions
	c.flaw == "always_true"
	key == sprintf("%s: %s", [c.job, c.text])
]

fail contains {
	"message": sprintf("the condition is always true in %s (%s)", [key, place.words(_places(key))]),
	"path": "unsound_conditions",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "one expression as a whole",
} if {
	some key in _found
}
