# METADATA
# scope: package
# title: Conditions ask who wrote a change, not who caused the run
# description: >-
#   github.actor is whoever caused the run last. A stranger can bring a robot to act on his pull request, and
#   then passes for the robot.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
#   - ref: https://docs.zizmor.sh/audits/#bot-conditions
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-3, IA-2]
#     iso-27001-2022: [A.8.28, A.8.5]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC6.1]
#     cis-github-1.2: ["1.5.2", "2.3.5"]
#     openssf-scorecard: [Dangerous-Workflow]
#   params:
#     triggers:
#       type: array
#       default: ["pull_request_target", "workflow_run", "issue_comment", "pull_request"]
#       description: events under which it matters who caused the run
#   remediation: >-
#     Ask for the author: github.event.pull_request.user.login; and where rights hang on it, that the branch is
#     of this repository too.
package policies.change.workflow_condition_actor

import data.lib.place

_found := {sprintf("%s: %s", [c.job, c.text]) | some c in input.unsound_conditions; c.flaw == "actor"}

_places(key) := [c |
	some c in input.unsound_conditions
	c.flaw == "actor"
	key == sprintf("%s: %s", [c.job, c.text])
]

_open := {name | some name in input.triggers; name in data.params.change.workflow_condition_actor.triggers}

applicable if count(_open) > 0

fail contains {
	"message": sprintf("the actor is taken for the author in %s (%s)", [key, place.words(_places(key))]),
	"path": "unsound_conditions",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "github.event.pull_request.user.login",
} if {
	count(_open) > 0
	some key in _found
}
