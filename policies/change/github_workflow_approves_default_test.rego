package policies.change.github_workflow_approves_default_test

import data.policies.change.github_workflow_approves_default as policy

good := {"actions": {"enabled_repositories": "all", "allowed": {"policy": "selected", "github_owned": true, "verified": true, "patterns": ["acme/*"], "sha_pinning_required": true}, "default_workflow_permissions": "read", "can_approve_pull_requests": false, "fork_pr_approval": "all_external_contributors", "self_hosted_runners": "selected"}}

bad := object.union(good, {"actions": {"can_approve_pull_requests": true}})

elsewhere := object.union(bad, {"actions": {"enabled_repositories": "none"}})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	{f.path | some f in policy.fail} == {"actions.can_approve_pull_requests"} with input as bad
}

test_does_not_apply_elsewhere if {
	not policy.applicable with input as elsewhere
}
