package policies.change.workflow_permissions_test

import data.policies.change.workflow_permissions as policy

good := {
	"path": ".github/workflows/test.yml", "title": "test", "triggers": ["pull_request", "push"],
	"permissions": {"all": null, "scopes": {"contents": "read"}, "line": 5},
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

undeclared := json.patch(good, [{"op": "replace", "path": "/permissions", "value": null}])

in_each_job := json.patch(undeclared, [{"op": "replace", "path": "/jobs/test/permissions", "value": {"all": "read-all", "scopes": {}}}])

all := json.patch(good, [{"op": "replace", "path": "/permissions", "value": {"all": "write-all", "scopes": {}, "line": 6}}])

job_all := json.patch(good, [{"op": "replace", "path": "/jobs/test/permissions", "value": {"all": "write-all", "scopes": {}, "line": 6}}])

test_declared_permissions_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as in_each_job
}

test_no_declaration_fails if {
	{f.key | some f in policy.fail} == {"undeclared"} with input as undeclared
}

test_everything_fails if {
	{f.key | some f in policy.fail} == {"all"} with input as all
	{f.key | some f in policy.fail} == {"job test"} with input as job_all
}
