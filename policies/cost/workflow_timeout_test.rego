package policies.cost.workflow_timeout_test

import data.policies.cost.workflow_timeout as policy

params := {"cost": {"workflow_timeout": {"most": 120}}}

good := {
	"path": ".github/workflows/test.yml", "title": "test", "triggers": ["pull_request", "push"],
	"permissions": {"all": null, "scopes": {"contents": "read"}},
	"jobs": {"test": {
		"line": 8, "runs_on": ["ubuntu-24.04"], "self_hosted": false, "permissions": null, "environment": null,
		"timeout_minutes": 20, "container_image": null, "secrets_inherit": false, "continue_on_error": false,
	}},
	"uses": [{
		"action": "actions/checkout", "owner": "actions", "ref": "11bd71901bbe5b1630ceea73d27597364c9af683",
		"ref_kind": "sha", "job": "test", "line": 12, "persist_credentials": false,
	}],
	"injections": [], "untrusted_checkouts": [], "piped_downloads": [], "secrets_used": [],
}

unlimited := json.patch(good, [{"op": "replace", "path": "/jobs/test/timeout_minutes", "value": null}])

long := json.patch(good, [{"op": "replace", "path": "/jobs/test/timeout_minutes", "value": 300}])

called := json.patch(unlimited, [{"op": "replace", "path": "/jobs/test/runs_on", "value": []}])

test_a_limit_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_none_or_a_long_one_fails if {
	{f.key | some f in policy.fail} == {"test"} with input as unlimited with data.params as params
	{f.key | some f in policy.fail} == {"test"} with input as long with data.params as params
	count(policy.fail) == 1 with input as good with data.params.cost.workflow_timeout.most as 10
}

test_a_called_workflow_sets_its_own if {
	count(policy.fail) == 0 with input as called with data.params as params
}
