# METADATA
# scope: package
# title: Actions install tools in a version that is named
# description: >-
#   A tool without a version is whatever its registry serves that minute, run with the token and the secrets of
#   everybody who uses the action.
# schemas:
#   - input: schema["ci.action"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SR-11, CM-14]
#     iso-27001-2022: [A.5.21, A.8.28]
#     cis-controls-v8.1: ["16.5"]
#     soc2: [CC6.8]
#     cis-github-1.2: ["2.4.2", "3.1.7"]
#     openssf-scorecard: [Pinned-Dependencies]
#   remediation: >-
#     Name the version (pip install ruff==0.5.1, go install example.org/x@v1.2.3), or take it as an input.
package policies.supply.action_tools_pinned

import data.lib.place

_found := {command.text |
	some command in input.commands
	command.kind == "unpinned_tool"
}

_places(key) := [command |
	some command in input.commands
	command.kind == "unpinned_tool"
	key == command.text
]

fail contains {
	"message": sprintf("no version is named in %s (%s)", [key, place.words(_places(key))]),
	"path": "commands",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "a version",
} if {
	some key in _found
}
