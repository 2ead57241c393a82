# METADATA
# scope: package
# title: Rights to write are given to single jobs
# description: >-
#   What stands at the top of a workflow holds for every job in it. A right to write there goes to jobs that
#   only read, and to all the actions that they use.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-6, CM-5]
#     iso-27001-2022: [A.8.2, A.8.4]
#     cis-controls-v8.1: ["6.8", "16.1"]
#     soc2: [CC6.3]
#     cis-github-1.2: ["2.3.6"]
#     openssf-scorecard: [Token-Permissions]
#   params:
#     scopes:
#       type: array
#       default:
#         ["actions", "attestations", "checks", "contents", "deployments", "id-token", "issues", "packages", "pages",
#         "pull-requests", "repository-projects", "security-events", "statuses"]
#       description: scopes that no workflow should write to as a whole
#   remediation: >-
#     Write "permissions: {contents: read}" at the top and the right to write into the one job that needs it.
package policies.change.workflow_write_permissions

import data.lib.place

_written := {scope |
	some scope, right in input.permissions.scopes
	right == "write"
	scope in data.params.change.workflow_write_permissions.scopes
}

fail contains {
	"message": sprintf("every job may write %s (%s)", [scope, place.words([input.permissions])]),
	"path": sprintf("permissions.scopes[%q]", [scope]),
	"key": scope,
	"actual": place.at(input.path, [input.permissions]),
	"expected": "read or none at the top",
} if {
	some scope in _written
}
