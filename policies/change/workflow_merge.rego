# METADATA
# scope: package
# title: No workflow that strangers start merges
# description: >-
#   A workflow that approves or merges by itself is fooled by whoever meets its condition: a robot's branch can
#   hold a stranger's commit.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-5, CM-3]
#     iso-27001-2022: [A.5.3, A.8.32]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC8.1]
#     cis-github-1.2: ["1.1.3"]
#     openssf-scorecard: [Code-Review]
#     slsa-1.2: [Source.L4]
#   params:
#     triggers:
#       type: array
#       default: ["pull_request_target", "workflow_run", "issue_comment", "pull_request"]
#       description: events that a stranger can cause and that run with the repository's own rights
#   remediation: >-
#     Turn on automatic merging in the repository, with reviews and checks that the default branch demands, and
#     let no workflow approve.
package policies.change.workflow_merge

import data.lib.place

_found := {sprintf("%s: %s", [command.job, command.text]) |
	some command in input.commands
	command.kind == "merge"
}

_places(key) := [command |
	some command in input.commands
	command.kind == "merge"
	key == sprintf("%s: %s", [command.job, command.text])
]

_open := {name | some name in input.triggers; name in data.params.change.workflow_merge.triggers}

applicable if count(_open) > 0

fail contains {
	"message": sprintf("a pull request is approved or merged by %s (%s)", [key, place.words(_places(key))]),
	"path": "commands",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "a review by a person",
} if {
	count(_open) > 0
	some key in _found
}
