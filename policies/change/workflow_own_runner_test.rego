package policies.change.workflow_own_runner_test

import data.policies.change.workflow_own_runner as policy

params := {"change": {"workflow_own_runner": {"triggers": ["pull_request", "pull_request_target", "issue_comment", "issues", "discussion", "discussion_comment", "fork"]}}}

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

bad := json.patch(good, [{"op": "replace", "path": "/jobs/test/self_hosted", "value": true}])

on_push := json.patch(bad, [{"op": "replace", "path": "/triggers", "value": ["push"]}])

test_a_hosted_runner_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_an_own_runner_fails if {
	{f.key | some f in policy.fail} == {"test"} with input as bad with data.params as params
}

test_applies_to_events_of_strangers if {
	policy.applicable with input as bad with data.params as params
	not policy.applicable with input as on_push with data.params as params
	policy.applicable with input as on_push with data.params.change.workflow_own_runner.triggers as ["push"]
}
