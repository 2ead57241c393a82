package policies.change.workflow_secrets_inherit_test

import data.policies.change.workflow_secrets_inherit as policy

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

inherits := json.patch(good, [
	{"op": "replace", "path": "/jobs/test/secrets_inherit", "value": true},
	{"op": "replace", "path": "/uses/0/action", "value": "acme/shared/.github/workflows/build.yml"},
])

own := json.patch(inherits, [{"op": "replace", "path": "/uses/0/ref_kind", "value": "local"}])

test_secrets_by_name_pass if {
	count(policy.fail) == 0 with input as good
}

test_a_workflow_of_the_same_repository_passes if {
	count(policy.fail) == 0 with input as own
}

test_all_secrets_for_a_foreign_workflow_fail if {
	{f.key | some f in policy.fail} == {"test"} with input as inherits
}
