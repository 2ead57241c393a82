package policies.change.workflow_all_secrets_test

import data.policies.change.workflow_all_secrets as policy

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
	"injections": [], "untrusted_checkouts": [], "piped_downloads": [], "secret_reads": [],
}

named := json.patch(good, [{"op": "replace", "path": "/secret_reads", "value": [{"name": "DEPLOY_KEY", "sink": "env", "job": "test", "line": 9}]}])

bad := json.patch(good, [{"op": "replace", "path": "/secret_reads", "value": [{"name": "*", "sink": "env", "job": "test", "line": 9}]}])

test_secrets_by_name_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as named
}

test_all_at_once_fails if {
	count(policy.fail) == 1 with input as bad
	{f.actual | some f in policy.fail} == {[".github/workflows/test.yml:9"]} with input as bad
}
