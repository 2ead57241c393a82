# METADATA
# scope: package
# title: No foreign workflow is handed all secrets
# description: >-
#   "secrets: inherit" gives a called workflow every secret of the repository, those of later days too.
#   Another repository's workflow should get by name what it needs.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/sharing-automations/reusing-workflows
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-6, AC-4]
#     iso-27001-2022: [A.5.17, A.8.4]
#     cis-controls-v8.1: ["3.3", "16.1"]
#     cis-github-1.2: ["2.1.7"]
#     soc2: [CC6.1]
#   remediation: List the secrets that the called workflow needs under "secrets:" instead of "inherit".
package policies.change.workflow_secrets_inherit

import data.lib.place

_own(id) if {
	some use in input.uses
	use.job == id
	use.ref_kind == "local"
}

fail contains {
	"message": sprintf("the job %s hands all secrets to a workflow of another repository (%s)", [id, place.words([job])]),
	"path": sprintf("jobs[%q].secrets_inherit", [id]),
	"key": id,
	"actual": place.at(input.path, [job]),
	"expected": false,
} if {
	some id, job in input.jobs
	job.secrets_inherit
	not _own(id)
}
