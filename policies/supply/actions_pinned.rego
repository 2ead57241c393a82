# METADATA
# scope: package
# title: Third-party actions are pinned to a commit
# description: >-
#   A tag or a branch of somebody else's action can be moved to other code at any time, and that code then
#   runs with this workflow's token and secrets.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SR-3, SR-11, CM-14]
#     iso-27001-2022: [A.5.21, A.8.30]
#     cis-controls-v8.1: ["16.5", "16.11"]
#     cis-github-1.2: ["2.4.2", "3.1.7"]
#     openssf-scorecard: [Pinned-Dependencies]
#     soc2: [CC9.2]
#   params:
#     trusted_owners:
#       type: array
#       default: ["actions", "github"]
#       description: owners whose tags are accepted, though not their branches
#   remediation: "Write the full commit id and the version beside it (uses: owner/action@0123…  # v1.2.3)."
package policies.supply.actions_pinned

import data.lib.place

_movable := {"tag", "branch", "docker_tag", "expression"}

_accepted(use) if {
	use.owner in data.params.supply.actions_pinned.trusted_owners
	use.ref_kind == "tag"
}

# Who owns this repository is no third party.
_accepted(use) if use.first_party

_loose := [use |
	some use in input.uses
	use.ref_kind in _movable
	not _accepted(use)
]

_places(key) := [use | some use in _loose; sprintf("%s@%s", [use.action, use.ref]) == key]

fail contains {
	"message": sprintf("%s is not pinned to a commit (%s)", [key, place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "a full commit id or an image digest",
} if {
	some key in {sprintf("%s@%s", [use.action, use.ref]) | some use in _loose}
}
