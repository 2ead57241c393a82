# METADATA
# scope: package
# title: Only actions of owners that are allowed are used
# description: >-
#   Each owner of an action is a supplier whose code runs with the repository's rights. Whom one has looked at
#   is a list, and all others are not on it.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-organization-settings/disabling-or-limiting-github-actions-for-your-organization
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SR-3, SR-6, CM-7]
#     iso-27001-2022: [A.5.19, A.5.21]
#     cis-controls-v8.1: ["15.1", "16.4"]
#     soc2: [CC9.2]
#     cis-github-1.2: ["3.1.1", "3.2.1"]
#   params:
#     allowed:
#       type: array
#       default: []
#       description: "owners and actions (owner/name) that may be used; none: the policy does not apply"
#   remediation: >-
#     Have the owner looked at like any other supplier and add him to the parameter allowed, or do without the
#     action. Then allow the same list in the settings of the organisation.
package policies.supply.actions_allowed

import data.lib.place

_allowed := {lower(name) | some name in data.params.supply.actions_allowed.allowed}

_bad(use) if {
	use.owner != ""
	not lower(use.owner) in _allowed
	not lower(use.action) in _allowed
}

applicable if count(_allowed) > 0

_places(key) := [use | some use in input.uses; _bad(use); key == _key(use)]

_key(use) := sprintf("%s@%s", [use.action, use.ref])

_keys contains _key(use) if {
	some use in input.uses
	_bad(use)
}

fail contains {
	"message": sprintf("the owner of %s is not on the list (%s)", [key, place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "an owner on the list",
} if {
	count(_allowed) > 0
	some key in _keys
}
