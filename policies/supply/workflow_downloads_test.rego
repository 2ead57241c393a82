package policies.supply.workflow_downloads_test

import data.policies.supply.workflow_downloads as policy

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

bad := json.patch(good, [{"op": "replace", "path": "/piped_downloads", "value": [
	{"text": "curl -sSf https://example.com/install.sh | sh", "job": "test", "line": 15},
	{"text": "curl -sSf https://example.com/install.sh | sh", "job": "test", "line": 25},
]}])

test_no_piped_download_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_piped_download_fails_once if {
	{f.key | some f in policy.fail} == {"test: curl -sSf https://example.com/install.sh | sh"} with input as bad
	count(policy.fail) == 1 with input as bad
}
