# METADATA
# scope: package
# title: No stranger starts a workflow that has power
# description: >-
#   pull_request_target and workflow_run start with the token and the secrets of the repository, though a
#   stranger's pull request causes them. One step that trusts what it is handed is then enough.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-6, SA-15]
#     iso-27001-2022: [A.8.4, A.8.31]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC6.3]
#     cis-github-1.2: ["1.5.2", "2.3.5"]
#     openssf-scorecard: [Dangerous-Workflow]
#     slsa-1.2: [Build.L3]
#   params:
#     triggers:
#       type: array
#       default: ["pull_request_target", "workflow_run"]
#       description: events that a stranger can cause and that run with the repository's own rights
#   remediation: >-
#     Use pull_request for what needs no rights. Where the event must stay, write "permissions: {}" at the top,
#     give the one job the one scope it needs, and read no secrets.
package policies.change.workflow_privileged_trigger

import data.lib.place

_events := {name: event |
	some name, event in input.events
	name in data.params.change.workflow_privileged_trigger.triggers
}

_power contains "a token that nothing limits" if {
	input.permissions == null
	some job in input.jobs
	job.permissions == null
}

_power contains "a token that writes" if {
	_writes(input.permissions)
}

_power contains "a token that writes" if {
	some job in input.jobs
	_writes(job.permissions)
}

_power contains "secrets" if {
	some name in input.secrets_used
	name != "GITHUB_TOKEN"
}

_writes(permissions) if permissions.all == "write-all"

_writes(permissions) if "write" in permissions.scopes

applicable if count(_events) > 0

fail contains {
	"message": sprintf("%s starts it with %s (%s)", [name, concat(" and ", _power), place.words([event])]),
	"path": "events",
	"key": name,
	"actual": place.at(input.path, [event]),
	"expected": "no secrets, and a token that reads",
} if {
	some name, event in _events
	count(_power) > 0
}
