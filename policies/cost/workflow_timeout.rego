# METADATA
# scope: package
# title: Jobs end after a set time
# description: >-
#   A job that hangs runs for six hours by default, and each of its minutes is paid for.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/writing-workflows/workflow-syntax-for-github-actions
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SC-5(2)]
#     iso-27001-2022: [A.8.6]
#   params:
#     most:
#       type: integer
#       default: 120
#       description: the longest accepted limit, in minutes
#   remediation: "Write \"timeout-minutes: 20\" (about twice what the job needs) into the job."
package policies.cost.workflow_timeout

import data.lib.place

fail contains {
	"message": sprintf("the job %s has no time limit of its own, so it is 360 minutes (%s)", [id, place.words([job])]),
	"path": sprintf("jobs[%q].timeout_minutes", [id]),
	"key": id,
	"actual": place.at(input.path, [job]),
	"expected": sprintf("at most %d", [data.params.cost.workflow_timeout.most]),
} if {
	some id, job in input.jobs
	count(job.runs_on) > 0
	job.timeout_minutes == null
}

fail contains {
	"message": sprintf("the job %s may run for %d minutes (%s)", [id, job.timeout_minutes, place.words([job])]),
	"path": sprintf("jobs[%q].timeout_minutes", [id]),
	"key": id,
	"actual": place.at(input.path, [job]),
	"expected": sprintf("at most %d", [data.params.cost.workflow_timeout.most]),
} if {
	some id, job in input.jobs
	job.timeout_minutes != null
	job.timeout_minutes > data.params.cost.workflow_timeout.most
}
