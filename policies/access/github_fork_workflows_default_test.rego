package policies.access.github_fork_workflows_default_test

import data.policies.access.github_fork_workflows_default as policy

params := {"access": {"github_fork_workflows_default": {"allowed": ["all_external_contributors"]}}}

good := {"actions": {"enabled_repositories": "all", "allowed": {"policy": "selected", "github_owned": true, "verified": true, "patterns": ["acme/*"], "sha_pinning_required": true}, "default_workflow_permissions": "read", "can_approve_pull_requests": false, "fork_pr_approval": "all_external_contributors", "self_hosted_runners": "selected"}}

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
	count(policy.fail) == 0 with input as first with data.params.access.github_fork_workflows_default.allowed as ["first_time_contributors"]
}

test_applies_where_actions_run if {
	not policy.applicable with input as object.union(bad, {"actions": {"enabled_repositories": "none"}}) with data.params as params
}
