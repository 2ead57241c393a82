package policies.change.workflow_privileged_trigger_test

import data.policies.change.workflow_privileged_trigger as policy

params := {"change": {"workflow_privileged_trigger": {"triggers": ["pull_request_target", "workflow_run"]}}}

good := {
	"path": "w.yml", "permissions": {"all": null, "scopes": {}}, "secrets_used": ["GITHUB_TOKEN"],
	"events": {"pull_request_target": {"line": 3}, "push": {"line": 4}},
	"jobs": {"a": {"permissions": {"all": null, "scopes": {"contents": "read"}}}},
}

bare := json.patch(good, [
	{"op": "replace", "path": "/permissions", "value": null},
	{"op": "replace", "path": "/jobs/a/permissions", "value": null},
])

writes := json.patch(good, [{"op": "replace", "path": "/jobs/a/permissions/scopes", "value": {"issues": "write"}}])

all := json.patch(good, [{"op": "replace", "path": "/permissions/all", "value": "write-all"}])

secrets := json.patch(good, [{"op": "replace", "path": "/secrets_used", "value": ["TOKEN"]}])

own := json.patch(bare, [{"op": "remove", "path": "/events/pull_request_target"}])

test_without_power_it_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_power_fails if {
	{f.key | some f in policy.fail} == {"pull_request_target"} with input as bare with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:3"]} with input as writes with data.params as params
	count(policy.fail) == 1 with input as all with data.params as params
	{f.message | some f in policy.fail} == {"pull_request_target starts it with secrets (line 3)"} with input as secrets with data.params as params
}

test_applies_to_such_events if {
	policy.applicable with input as good with data.params as params
	not policy.applicable with input as own with data.params as params
	policy.applicable with input as own with data.params.change.workflow_privileged_trigger.triggers as ["push"]
}
