package policies.change.workflow_script_injection_test

import data.policies.change.workflow_script_injection as policy

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

bad := json.patch(good, [{"op": "replace", "path": "/injections", "value": [
	{"expression": "github.event.pull_request.title", "sink": "run", "job": "test", "line": 14},
	{"expression": "github.event.pull_request.title", "sink": "run", "job": "test", "line": 19},
	{"expression": "github.head_ref", "sink": "script", "job": "test", "line": 22},
]}])

test_no_pasted_text_passes if {
	count(policy.fail) == 0 with input as good
}

test_each_expression_of_a_job_fails_once if {
	{f.key | some f in policy.fail} == {"test github.event.pull_request.title", "test github.head_ref"} with input as bad
	count(policy.fail) == 2 with input as bad
	some f in policy.fail with input as bad
	contains(f.message, "(lines 14, 19)")
}
