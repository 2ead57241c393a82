package policies.supply.github_allowed_actions_default_test

import data.policies.supply.github_allowed_actions_default as policy

params := {"supply": {"github_allowed_actions_default": {"verified": true}}}

good := {"actions": {"enabled_repositories": "all", "allowed": {"policy": "selected", "github_owned": true, "verified": true, "patterns": ["acme/*"], "sha_pinning_required": true}, "default_workflow_permissions": "read", "can_approve_pull_requests": false, "fork_pr_approval": "all_external_contributors", "self_hosted_runners": "selected"}}

bad := object.union(good, {"actions": {"allowed": {"policy": "all", "github_owned": false, "verified": false, "patterns": []}}})

wide := object.union(good, {"actions": {"allowed": {"patterns": ["*", "acme/*"]}}})

own := object.union(good, {"actions": {"allowed": {"policy": "local_only", "github_owned": false, "verified": false, "patterns": []}}})

test_a_list_and_the_own_ones_pass if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as own with data.params as params
}

test_all_fail if {
	{f.key | some f in policy.fail} == {"all"} with input as bad with data.params as params
	{f.key | some f in policy.fail} == {"*"} with input as wide with data.params as params
}

test_verified_creators_can_be_refused if {
	{f.key | some f in policy.fail} == {"verified"} with input as good with data.params.supply.github_allowed_actions_default.verified as false
}

test_applies_where_actions_run if {
	not policy.applicable with input as object.union(bad, {"actions": {"enabled_repositories": "none"}}) with data.params as params
}
