# METADATA
# scope: package
# title: Code of strangers does not run on own machines
# description: >-
#   A self-hosted runner keeps what a job leaves behind and often stands in the organisation's network. A pull
#   request is code that anybody who can open one has written.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-4, SC-7, SA-15]
#     iso-27001-2022: [A.8.31, A.8.22]
#     cis-controls-v8.1: ["16.8"]
#     cis-github-1.2: ["2.2.1", "2.3.5"]
#     slsa-1.2: [Build.L3]
#     soc2: [CC6.6]
#   params:
#     triggers:
#       type: array
#       default:
#         ["pull_request", "pull_request_target", "issue_comment", "issues", "discussion",
#         "discussion_comment", "fork"]
#       description: events that somebody outside can cause
#   remediation: >-
#     Run such events on the provider's runners, or take fresh machines that live for one job and let outside
#     pull requests wait for approval.
package policies.change.workflow_own_runner

import data.lib.place

_open := {trigger | some trigger in input.triggers; trigger in data.params.change.workflow_own_runner.triggers}

applicable if count(_open) > 0

fail contains {
	"message": sprintf("the job %s runs on an own machine under %s (%s)", [id, concat(", ", _open), place.words([job])]),
	"path": sprintf("jobs[%q].self_hosted", [id]),
	"key": id,
	"actual": place.at(input.path, [job]),
	"expected": false,
} if {
	count(_open) > 0
	some id, job in input.jobs
	job.self_hosted
}
