package policies.change.workflow_deploy_environment_test

import data.policies.change.workflow_deploy_environment as policy

params := {"change": {"workflow_deploy_environment": {"pattern": "(^|[-_])(deploy|deployment|production|prod|rollout)([-_]|$)"}}}

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

bad := json.patch(good, [{"op": "move", "from": "/jobs/test", "path": "/jobs/deploy"}])

fine := json.patch(bad, [{"op": "replace", "path": "/jobs/deploy/environment", "value": "production"}])

called := json.patch(bad, [{"op": "replace", "path": "/jobs/deploy/runs_on", "value": []}])

test_an_environment_passes if {
	count(policy.fail) == 0 with input as fine with data.params as params
	count(policy.fail) == 0 with input as called with data.params as params
}

test_none_fails if {
	{f.key | some f in policy.fail} == {"deploy"} with input as bad with data.params as params
}

test_applies_to_jobs_that_deploy if {
	policy.applicable with input as bad with data.params as params
	not policy.applicable with input as good with data.params as params
	policy.applicable with input as good with data.params.change.workflow_deploy_environment.pattern as "test"
}
