# METADATA
# scope: package
# title: No name of a branch or tag passes for a commit
# description: >-
#   GitHub takes only a whole id for a commit. A short one is looked up as a tag or a branch, which the owner,
#   or whoever gets his rights, can make and move.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
#   - ref: https://docs.zizmor.sh/audits/#ref-confusion
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SR-11, CM-14]
#     iso-27001-2022: [A.5.21]
#     cis-controls-v8.1: ["16.5"]
#     soc2: [CC6.8]
#     cis-github-1.2: ["2.4.2"]
#     openssf-scorecard: [Pinned-Dependencies]
#   remediation: >-
#     Write all 40 digits of the commit.
package policies.supply.actions_full_commit

import data.lib.place

_bad(use) if {
	use.ref_kind in {"tag", "branch"}
	regex.match(`^[0-9a-f]{7,39}$`, use.ref)
	regex.match(`[a-f]`, use.ref)
	regex.match(`[0-9]`, use.ref)
}

_places(key) := [use | some use in input.uses; _bad(use); key == _key(use)]

_key(use) := sprintf("%s@%s", [use.action, use.ref])

_keys contains _key(use) if {
	some use in input.uses
	_bad(use)
}

fail contains {
	"message": sprintf("%s looks like a commit and is none (%s)", [key, place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "a whole commit id",
} if {
	some key in _keys
}
