# METADATA
# scope: package
# title: No action has a known weakness
# description: >-
#   The advisory is public, and so is what the workflow uses. Some of these actions read out the secrets of
#   every run that used them.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://github.com/advisories?query=type%3Areviewed+ecosystem%3Aactions
#   - ref: https://docs.zizmor.sh/audits/#known-vulnerable-actions
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [RA-5, SI-2, SR-3]
#     iso-27001-2022: [A.8.8, A.5.21]
#     cis-controls-v8.1: ["7.4", "16.11"]
#     soc2: [CC7.1]
#     cis-github-1.2: ["3.2.2", "1.5.5"]
#     openssf-scorecard: [Vulnerabilities]
#   remediation: >-
#     Move to the version that the advisory names (github.com/advisories/GHSA-…) or later. Where the commit held
#     hostile code, replace every secret that the workflow could read.
package policies.supply.actions_vulnerable

import data.lib.advisories
import data.lib.place
import data.lib.version

_bad(use) if count(_advisories(use)) > 0

_advisories(use) := {row.id |
	some row in advisories.versions
	row.action == lower(use.action)
	version.within(version.of(use), row.from, row.below)
} | {row.id |
	some row in advisories.commits
	row.action == lower(use.action)
	row.commit == use.ref
}

_named(key) := concat(", ", {id | some use in _places(key); some id in _advisories(use)})

_places(key) := [use | some use in input.uses; _bad(use); key == _key(use)]

_key(use) := sprintf("%s@%s", [use.action, use.ref])

_keys contains _key(use) if {
	some use in input.uses
	_bad(use)
}

fail contains {
	"message": sprintf("%s has a known weakness, %s (%s)", [key, _named(key), place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "a version without advisories",
} if {
	some key in _keys
}
