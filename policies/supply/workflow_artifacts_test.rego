package policies.supply.workflow_artifacts_test

import data.policies.supply.workflow_artifacts as policy

params := {"supply": {"workflow_artifacts": {"triggers": ["workflow_run"], "actions": ["dawidd6/action-download-artifact"]}}}

good := {
	"path": "w.yml", "triggers": ["workflow_run"], "commands": [{"kind": "other", "text": "x", "job": "a", "line": 3}],
	"uses": [{"action": "actions/download-artifact", "inputs": {"name": "x"}, "job": "a", "line": 7}],
}

bad := json.patch(good, [{"op": "add", "path": "/uses/0/inputs/run-id", "value": "${{ github.event.workflow_run.id }}"}])

other := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "dawidd6/action-download-artifact", "inputs": {}, "job": "a", "line": 9}}])

command := json.patch(good, [{"op": "add", "path": "/commands/-", "value": {"kind": "artifact_download", "text": "gh run download", "job": "a", "line": 12}}])

own := json.patch(bad, [{"op": "replace", "path": "/triggers", "value": ["push"]}])

test_artefacts_of_the_same_run_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_those_of_another_fail if {
	{f.key | some f in policy.fail} == {"a: actions/download-artifact"} with input as bad with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:7"]} with input as bad with data.params as params
	{f.key | some f in policy.fail} == {"a: dawidd6/action-download-artifact"} with input as other with data.params as params
	{f.key | some f in policy.fail} == {"a: gh run download"} with input as command with data.params as params
}

test_applies_to_events_of_strangers if {
	policy.applicable with input as bad with data.params as params
	not policy.applicable with input as own with data.params as params
	policy.applicable with input as own with data.params as {"supply": {"workflow_artifacts": {"triggers": ["push"], "actions": []}}}
}
