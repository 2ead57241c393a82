package policies.change.workflow_untrusted_checkout_test

import data.policies.change.workflow_untrusted_checkout as policy

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

bad := json.patch(good, [{"op": "replace", "path": "/untrusted_checkouts", "value": [
	{"ref": "${{ github.head_ref }}", "trigger": "pull_request_target", "job": "test", "line": 12},
	{"ref": "${{ github.head_ref }}", "trigger": "pull_request_target", "job": "test", "line": 30},
]}])

test_no_such_checkout_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_checkout_of_a_strangers_code_fails_once_per_job if {
	{f.key | some f in policy.fail} == {"test ${{ github.head_ref }}"} with input as bad
	count(policy.fail) == 1 with input as bad
}
