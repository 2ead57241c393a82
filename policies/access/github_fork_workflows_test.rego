package policies.access.github_fork_workflows_test

import data.policies.access.github_fork_workflows as policy

params := {"access": {"github_fork_workflows": {"allowed": ["all_external_contributors"]}}}

good := {"full_name": "acme/web", "visibility": "private", "archived": false, "actions": {"enabled": true, "allowed": {"policy": "selected", "github_owned": true, "verified": true, "patterns": ["acme/*"], "sha_pinning_required": true}, "default_workflow_permissions": "read", "can_approve_pull_requests": false, "fork_pr_approval": "all_external_contributors", "access_level": "none"}}

bad := object.union(good, {"actions": {"fork_pr_approval": "first_time_contributors_new_to_github"}})

first := object.union(good, {"actions": {"fork_pr_approval": "first_time_contributors"}})

test_all_from_outside_pass if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_less_fails if {
	{f.message | some f in policy.fail} == {"approval is asked for first time contributors new to github only"} with input as bad with data.params as params
	count(policy.fail) == 1 with input as first with data.params as params
}

test_the_list_can_be_set if {
	count(policy.fail) == 0 with input as first with data.params.access.github_fork_workflows.allowed as ["first_time_contributors"]
}

test_applies_where_actions_run if {
	not policy.applicable with input as object.union(bad, {"actions": {"enabled": false}}) with data.params as params
}

test_applies_to_public_repositories if {
	not policy.applicable with input as object.union(good, {"actions": {"fork_pr_approval": null}}) with data.params as params
}
