# METADATA
# scope: package
# title: The version stands behind each commit
# description: >-
#   A commit id says nothing to a reader. With the version behind it people see what is old, and updaters keep
#   both current.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/how-tos/secure-your-supply-chain/secure-your-dependencies/keeping-your-actions-up-to-date-with-dependabot
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [CM-8, SI-2]
#     iso-27001-2022: [A.8.8, A.5.9]
#     cis-controls-v8.1: ["2.1", "7.3"]
#     soc2: [CC7.1]
#     cis-github-1.2: ["3.1.7"]
#     openssf-scorecard: [Dependency-Update-Tool]
#   remediation: >-
#     Write the version as a comment on the same line: "uses: owner/action@0123…  # v1.2.3".
package policies.supply.actions_version_comment

import data.lib.place

_bad(use) if {
	use.ref_kind == "sha"
	not regex.match(`[0-9]`, use.comment)
}

applicable if {
	some use in input.uses
	use.ref_kind == "sha"
}

_places(key) := [use | some use in input.uses; _bad(use); key == _key(use)]

_key(use) := sprintf("%s@%s", [use.action, use.ref])

_keys contains _key(use) if {
	some use in input.uses
	_bad(use)
}

fail contains {
	"message": sprintf("no version stands behind %s (%s)", [key, place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "a comment with the version",
} if {
	some key in _keys
}
