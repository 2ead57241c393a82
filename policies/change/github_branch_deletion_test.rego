package policies.change.github_branch_deletion_test

import data.policies.change.github_branch_deletion as policy

good := {
	"repository": "acme/web", "branch": "main", "protected": true,
	"sources": [{"kind": "ruleset", "ruleset": 1, "level": "organization", "owner": "acme"}],
	"pull_request_required": true, "approvals": 1, "dismiss_stale": true, "code_owner_review": true, "last_push_approval": true,
	"thread_resolution": true, "status_checks": [{"context": "test", "app": 15368}], "strict_checks": true,
	"signed_commits": true, "linear_history": true, "force_pushes": false, "deletion": false, "push_restricted": true,
	"push_allowed": ["team:ops"], "locked": false, "merge_queue": false, "required_workflows": [], "admins_exempt": false, "bypass_actors": [],
}

bad := object.union(good, {"deletion": true})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	{f.path | some f in policy.fail} == {"deletion"} with input as bad
}
