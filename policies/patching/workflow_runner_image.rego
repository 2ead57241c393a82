# METADATA
# scope: package
# title: Jobs run on images that GitHub still keeps
# description: >-
#   An image that GitHub has given up gets no fixes, and one day a job that names it waits for a runner for
#   ever: the release that mends something urgent does not come.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/runners/github-hosted-runners
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SA-22, SI-2]
#     iso-27001-2022: [A.8.8]
#     cis-controls-v8.1: ["2.2"]
#     soc2: [CC7.1]
#     cis-github-1.2: ["2.2.6"]
#   params:
#     retired: {type: array, default: ["ubuntu-16.04", "ubuntu-18.04", "ubuntu-20.04", "macos-10.15", "macos-11", "macos-12", "macos-13", "windows-2016", "windows-2019"], description: "labels of images that GitHub has given up, in lower case"}
#   remediation: >-
#     Name an image that is kept (runs-on: ubuntu-24.04) and try the job out. The list is a parameter.
package policies.patching.workflow_runner_image

import data.lib.place

_retired(label) if {
	some name in data.params.patching.workflow_runner_image.retired
	lower(label) == name
}

_retired(label) if {
	some name in data.params.patching.workflow_runner_image.retired
	startswith(lower(label), sprintf("%s-", [name])) # macos-12-xl
}

fail contains {
	"message": sprintf("the job %s runs on %s, which GitHub has given up (line %d)", [id, label, job.line]),
	"path": "jobs",
	"key": sprintf("%s on %s", [id, label]),
	"actual": place.at(input.path, [job]),
	"expected": "an image that is kept",
} if {
	some id, job in input.jobs
	not job.self_hosted
	some label in job.runs_on
	_retired(label)
}
