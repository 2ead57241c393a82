# METADATA
# scope: package
# title: Updates wait some days before they are proposed
# description: >-
#   A hostile version of a package is mostly found within days of its release. Whoever takes each version on its
#   first day takes those too.
# schemas:
#   - input: schema["ci.dependabot"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference
#   - ref: https://docs.zizmor.sh/audits/#dependabot-cooldown
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SR-3, SI-2]
#     iso-27001-2022: [A.5.21, A.8.8]
#     cis-controls-v8.1: ["16.5"]
#     soc2: [CC9.2]
#     cis-github-1.2: ["3.1.8", "3.2.1"]
#   params:
#     least:
#       type: integer
#       default: 7
#       description: days that a version waits at least
#   remediation: >-
#     Write "cooldown: {default-days: 7}" into the entry. Updates that mend a known weakness do not wait.
package policies.supply.dependabot_cooldown

import data.lib.place

_bad contains update if {
	some update in input.updates
	update.cooldown_days == null
}

_bad contains update if {
	some update in input.updates
	update.cooldown_days != null
	update.cooldown_days < data.params.supply.dependabot_cooldown.least
}

_key(update) := sprintf("%s in %s", [update.ecosystem, concat(", ", update.directories)])

_keys := {_key(update) | some update in _bad}

_places(key) := [update | some update in _bad; _key(update) == key]

fail contains {
	"message": sprintf("new versions of %s are proposed at once (%s)", [key, place.words(_places(key))]),
	"path": "updates",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "some days",
} if {
	some key in _keys
}
