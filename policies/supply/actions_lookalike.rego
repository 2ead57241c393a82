# METADATA
# scope: package
# title: No action is of an owner whose name looks like a known one
# description: >-
#   Who registers "action" or "actons" gets the runs of all who mistype "actions". One letter is enough, and the
#   run looks like any other.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.zizmor.sh/audits/#typosquat-uses
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SR-3, SR-11]
#     iso-27001-2022: [A.5.21, A.5.19]
#     cis-controls-v8.1: ["16.5"]
#     soc2: [CC9.2]
#     cis-github-1.2: ["3.1.1", "3.1.5"]
#     openssf-scorecard: [Pinned-Dependencies]
#   params:
#     known:
#       type: array
#       default:
#         ["actions", "github", "docker", "aws-actions", "azure", "google-github-actions", "hashicorp", "gradle",
#         "softprops", "peter-evans", "codecov", "sonarsource", "goreleaser", "golangci", "pypa", "dependabot",
#         "sigstore", "slsa-framework", "ossf", "step-security", "aquasecurity", "anchore", "snyk", "cloudflare",
#         "helm", "pnpm", "astral-sh", "dtolnay", "swatinem", "taiki-e", "dorny", "tj-actions"]
#       description: owners, in lower case, whose names are compared, and those that are right though they look alike
#   remediation: >-
#     Correct the owner's name. If it is right, add it to the parameter known.
package policies.supply.actions_lookalike

import data.lib.place

_known := data.params.supply.actions_lookalike.known

_bad(use) if {
	owner := lower(use.owner)
	not owner in _known
	some name in _known
	count(name) > 4
	abs(count(owner) - count(name)) < 2
	count(_shorter(owner) & _shorter(name)) > 0
}

# Two names are one letter apart when leaving one out of each, or of one, makes them equal.
_shorter(name) := {name} | {sprintf("%s%s", [substring(name, 0, i), substring(name, i + 1, -1)]) | some i, _ in split(name, "")}

_places(key) := [use | some use in input.uses; _bad(use); key == _key(use)]

_key(use) := sprintf("%s@%s", [use.action, use.ref])

_keys contains _key(use) if {
	some use in input.uses
	_bad(use)
}

fail contains {
	"message": sprintf("the owner of %s is one letter away from a known one (%s)", [key, place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "the owner that is meant",
} if {
	some key in _keys
}
