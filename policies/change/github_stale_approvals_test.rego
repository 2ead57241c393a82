package policies.change.github_stale_approvals_test

import data.policies.change.github_stale_approvals as policy

good := {
	"repository": "acme/web", "branch": "main", "protected": true,
	"sources": [{"kind": "ruleset", "ruleset": 1, "level": "organization", "owner": "acme"}],
	"pull_request_required": true, "approvals": 1, "dismiss_stale": true, "code_owner_review": true, "last_push_approval": true,
	"thread_resolution": true, "status_checks": [{"context": "test", "app": 15368}], "strict_checks": true,
	"signed_commits": true, "linear_history": true, "force_pushes": false, "deletion": false, "push_restricted": true,
	"push_allowed": ["team:ops"], "locked": false, "merge_queue": false, "required_workflows": [], "admins_exempt": false, "bypass_actors": [],
}

dismissed := object.union(good, {"last_push_approval": false})

last_push := object.union(good, {"dismiss_stale": false})

bad := object.union(good, {"dismiss_stale": false, "last_push_approval": false})

test_either_way_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as dismissed
	count(policy.fail) == 0 with input as last_push
}

test_neither_fails if {
	count(policy.fail) == 1 with input as bad
}
