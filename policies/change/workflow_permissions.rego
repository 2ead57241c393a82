# METADATA
# scope: package
# title: The workflow says what its token may do
# description: >-
#   Without a declaration the token has the repository's default, which in older repositories is to write
#   everything. Whoever gets one step to run his code then has all of it.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/automatic-token-authentication
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-6, CM-5]
#     iso-27001-2022: [A.8.2, A.8.4]
#     cis-controls-v8.1: ["6.8", "16.1"]
#     cis-github-1.2: ["2.3.6"]
#     openssf-scorecard: [Token-Permissions]
#     soc2: [CC6.3]
#   remediation: >-
#     Write "permissions: {contents: read}" at the top of the workflow, and more only in the job that needs
#     it.
package policies.change.workflow_permissions

import data.lib.place

_undeclared := {id: job | some id, job in input.jobs; job.permissions == null}

fail contains {
	"message": sprintf("nothing limits the token of %s (%s)", [concat(", ", sort(object.keys(_undeclared))), place.words(_undeclared)]),
	"actual": place.at(input.path, _undeclared),
	"path": "permissions",
	"key": "undeclared",
	"expected": "permissions at the top, or in every job",
} if {
	input.permissions == null
	count(_undeclared) > 0
}

fail contains {
	"message": sprintf("the token may write everything (%s)", [place.words([input.permissions])]),
	"actual": place.at(input.path, [input.permissions]),
	"path": "permissions.all",
	"key": "all",
	"expected": "the scopes that are needed",
} if {
	input.permissions.all == "write-all"
}

fail contains {
	"message": sprintf("the token of the job %s may write everything (%s)", [id, place.words([job.permissions])]),
	"actual": place.at(input.path, [job.permissions]),
	"path": sprintf("jobs[%q].permissions.all", [id]),
	"key": sprintf("job %s", [id]),
	"expected": "the scopes that are needed",
} if {
	some id, job in input.jobs
	job.permissions.all == "write-all"
}
