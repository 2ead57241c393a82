# METADATA
# scope: package
# title: No action is given up
# description: >-
#   The repository of the action is archived: nobody mends what is found in it, and its owner's account may pass
#   to others.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.zizmor.sh/audits/#archived-uses
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SA-22, SI-2]
#     iso-27001-2022: [A.8.8, A.5.21]
#     cis-controls-v8.1: ["2.2", "16.11"]
#     soc2: [CC7.1]
#     cis-github-1.2: ["3.1.1"]
#     openssf-scorecard: [Maintained]
#   remediation: >-
#     Move to what the archived repository's page names as its successor, or to a few lines of script.
package policies.supply.actions_archived

import data.lib.archived
import data.lib.place

_bad(use) if {
	use.owner != ""
	concat("/", array.slice(split(lower(use.action), "/"), 0, 2)) in archived.repositories
}

_places(key) := [use | some use in input.uses; _bad(use); key == _key(use)]

_key(use) := sprintf("%s@%s", [use.action, use.ref])

_keys contains _key(use) if {
	some use in input.uses
	_bad(use)
}

fail contains {
	"message": sprintf("the repository of %s is archived (%s)", [key, place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "an action that is looked after",
} if {
	some key in _keys
}
