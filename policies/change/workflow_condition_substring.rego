# METADATA
# scope: package
# title: Conditions compare names as a whole
# description: >-
#   contains() with a text finds parts of it: "refs/heads/mai" is in "refs/heads/main refs/heads/dev". A branch
#   with a fitting name passes a condition that was meant for others.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
#   - ref: https://docs.zizmor.sh/audits/#unsound-contains
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-3, SI-10]
#     iso-27001-2022: [A.8.28]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC8.1]
#     cis-github-1.2: ["1.5.2", "2.3.6"]
#   remediation: >-
#     Compare with ==, or give contains() a list: contains(fromJSON('["refs/heads/main", "refs/heads/dev"]'),
#     github.ref).
package policies.change.workflow_condition_substring

import data.lib.place

_found := {sprintf("%s: %s", [c.job, c.text]) | some c in input.unsound_conditions; c.flaw == "substring"}

_places(key) := [c |
	some c in input.unsound_conditions
	c.flaw == "substring"
	key == sprintf("%s: %s", [c.job, c.text])
]

fail contains {
	"message": sprintf("a part of a name is enough in %s (%s)", [key, place.words(_places(key))]),
	"path": "unsound_conditions",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "a comparison of whole names",
} if {
	some key in _found
}
