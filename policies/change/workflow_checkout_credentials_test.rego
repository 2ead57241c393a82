package policies.change.workflow_checkout_credentials_test

import data.policies.change.workflow_checkout_credentials as policy

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

bad := json.patch(good, [{"op": "replace", "path": "/uses/0/persist_credentials", "value": true}])

other := json.patch(good, [{"op": "replace", "path": "/uses/0/persist_credentials", "value": null}])

test_no_kept_token_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as other
}

test_a_kept_token_fails if {
	{f.key | some f in policy.fail} == {"test"} with input as bad
}
