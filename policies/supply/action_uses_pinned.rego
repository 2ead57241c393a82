# METADATA
# scope: package
# title: What an action uses is pinned to a commit
# description: >-
#   An action that uses another by tag brings whatever that tag is moved to into every workflow that uses it,
#   even where the workflow names a commit.
# schemas:
#   - input: schema["ci.action"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SR-3, SR-11, CM-14]
#     iso-27001-2022: [A.5.21, A.8.30]
#     cis-controls-v8.1: ["16.5", "16.11"]
#     soc2: [CC9.2]
#     cis-github-1.2: ["2.4.2", "3.1.7"]
#     openssf-scorecard: [Pinned-Dependencies]
#   params:
#     trusted_owners:
#       type: array
#       default: ["actions", "github"]
#       description: owners, in lower case, whose tags are accepted, though not their branches
#   remediation: >-
#     Write the full commit id and the version beside it ("uses: owner/action@0123…  # v1.2.3").
package policies.supply.action_uses_pinned

import data.lib.place

_movable := {"tag", "branch", "docker_tag", "expression"}

_bad(use) if {
	use.ref_kind in _movable
	not _accepted(use)
}

_accepted(use) if {
	lower(use.owner) in data.params.supply.action_uses_pinned.trusted_owners
	use.ref_kind == "tag"
}

# Who owns this repository is no third party.
_accepted(use) if use.first_party

_places(key) := [use | some use in input.uses; _bad(use); key == _key(use)]

_key(use) := sprintf("%s@%s", [use.action, use.ref])

_keys contains _key(use) if {
	some use in input.uses
	_bad(use)
}

fail contains {
	"message": sprintf("%s is not pinned to a commit (%s)", [key, place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "a full commit id or an image digest",
} if {
	some key in _keys
}
