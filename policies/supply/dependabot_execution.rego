# METADATA
# scope: package
# title: Dependabot runs no code of what it updates
# description: >-
#   insecure-external-code-execution lets the code of a dependency run while it is updated, with the credentials
#   of private registries at hand.
# schemas:
#   - input: schema["ci.dependabot"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference
#   - ref: https://docs.zizmor.sh/audits/#dependabot-execution
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [CM-7, SR-11]
#     iso-27001-2022: [A.5.21, A.8.30]
#     cis-controls-v8.1: ["16.5"]
#     soc2: [CC6.8]
#     cis-github-1.2: ["2.4.3"]
#   remediation: >-
#     Remove the line, or write "deny".
package policies.supply.dependabot_execution

import data.lib.place

_bad contains update if {
	some update in input.updates
	update.executes_code
}

_key(update) := sprintf("%s in %s", [update.ecosystem, concat(", ", update.directories)])

_keys := {_key(update) | some update in _bad}

_places(key) := [update | some update in _bad; _key(update) == key]

fail contains {
	"message": sprintf("the code of %s is run while it is updated (%s)", [key, place.words(_places(key))]),
	"path": "updates",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "deny",
} if {
	some key in _keys
}
