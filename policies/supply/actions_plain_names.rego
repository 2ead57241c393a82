# METADATA
# scope: package
# title: Actions are named in the plain way
# description: >-
#   A name with superfluous slashes and dots leads where the plain one leads, and passes by who looks for it: a
#   reviewer, a list of what is allowed, a search.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [CM-3, SI-10]
#     iso-27001-2022: [A.8.32]
#     cis-controls-v8.1: ["16.1"]
#     openssf-scorecard: [Dangerous-Workflow]
#   remediation: >-
#     Write owner/repository/path@commit without "//", "/./" and "/../".
package policies.supply.actions_plain_names

import data.lib.place

# A repository's own actions begin with "./", and images with "docker://".
_rest(use) := trim_prefix(trim_prefix(use.action, "./"), "docker://")

_crooked(use) if contains(_rest(use), "//")

_crooked(use) if endswith(_rest(use), "/")

_crooked(use) if {
	some part in split(_rest(use), "/")
	part in {".", ".."}
}

_places(key) := [use | some use in input.uses; _crooked(use); use.action == key]

fail contains {
	"message": sprintf("%s is no plain name (%s)", [key, place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "a name without superfluous slashes and dots",
} if {
	some key in {use.action | some use in input.uses; _crooked(use)}
}
