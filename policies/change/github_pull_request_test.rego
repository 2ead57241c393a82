package policies.change.github_pull_request_test

import data.policies.change.github_pull_request as policy

params := {"change": {"github_pull_request": {"approvals": 1}}}

good := {
	"repository": "acme/web", "branch": "main", "protected": true,
	"sources": [{"kind": "ruleset", "ruleset": 1, "level": "organization", "owner": "acme"}],
	"pull_request_required": true, "approvals": 1, "dismiss_stale": true, "code_owner_review": true, "last_push_approval": true,
	"thread_resolution": true, "status_checks": [{"context": "test", "app": 15368}], "strict_checks": true,
	"signed_commits": true, "linear_history": true, "force_pushes": false, "deletion": false, "push_restricted": true,
	"push_allowed": ["team:ops"], "locked": false, "merge_queue": false, "required_workflows": [], "admins_exempt": false, "bypass_actors": [],
}

unseen := object.union(good, {"approvals": 0})

direct := object.union(unseen, {"pull_request_required": false})

test_an_approval_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_what_nobody_has_to_see_fails if {
	{f.key | some f in policy.fail} == {"pull request"} with input as direct with data.params as params
	{f.message | some f in policy.fail} == {"a pull request needs 0 approvals"} with input as unseen with data.params as params
}

test_the_number_can_be_set if {
	{f.key | some f in policy.fail} == {"approvals"} with input as good with data.params.change.github_pull_request.approvals as 2
	count(policy.fail) == 0 with input as unseen with data.params.change.github_pull_request.approvals as 0
}
