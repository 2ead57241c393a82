package policies.supply.workflow_images_pinned_test

import data.policies.supply.workflow_images_pinned as policy

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
	"injections": [], "untrusted_checkouts": [], "piped_downloads": [], "secrets_used": [], "images": [],
}

bad := json.patch(good, [{"op": "add", "path": "/images/-", "value": {"image": "debian:12", "service": "", "job": "test", "line": 9}}])

fine := json.patch(good, [{"op": "add", "path": "/images/-", "value": {"image": "debian:12@sha256:00", "service": "db", "job": "test", "line": 9}}])

test_a_digest_passes if {
	count(policy.fail) == 0 with input as fine
}

test_a_tag_fails if {
	{f.key | some f in policy.fail} == {"debian:12"} with input as bad
}

test_applies_where_jobs_run_in_images if {
	policy.applicable with input as bad
	not policy.applicable with input as good
}
