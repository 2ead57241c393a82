# METADATA
# scope: package
# title: Runs that are overtaken do not go on
# description: >-
#   Each push to a pull request starts all jobs again, and those of the push before go on and are paid for. Two
#   runs that deploy at once overtake each other.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
#   - ref: https://docs.zizmor.sh/audits/#concurrency-limits
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SC-5(2)]
#     iso-27001-2022: [A.8.6]
#   params:
#     triggers:
#       type: array
#       default: ["pull_request", "pull_request_target"]
#       description: events that come again for the same thing
#   remediation: >-
#     Write "concurrency: {group: ${{ github.workflow }}-${{ github.ref }}, cancel-in-progress: true}" at the
#     top.
package policies.cost.workflow_concurrency

import data.lib.place

_again := {name: event | some name, event in input.events; name in data.params.cost.workflow_concurrency.triggers}

_loose := [id | some id, job in input.jobs; job.concurrency == null]

applicable if count(_again) > 0

fail contains {
	"message": sprintf("runs for the same %s go on beside each other (%s)", [name, place.words([event])]),
	"path": "concurrency",
	"key": name,
	"actual": place.at(input.path, [event]),
	"expected": "a group, at the top or in each job",
} if {
	some name, event in _again
	input.concurrency == null
	count(_loose) > 0
}
