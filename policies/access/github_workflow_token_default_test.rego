package policies.access.github_workflow_token_default_test

import data.policies.access.github_workflow_token_default as policy

good := {"actions": {"enabled_repositories": "all", "allowed": {"policy": "selected", "github_owned": true, "verified": true, "patterns": ["acme/*"], "sha_pinning_required": true}, "default_workflow_permissions": "read", "can_approve_pull_requests": false, "fork_pr_approval": "all_external_contributors", "self_hosted_runners": "selected"}}

bad := object.union(good, {"actions": {"default_workflow_permissions": "write"}})

test_reading_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_writing_fails if {
	count(policy.fail) == 1 with input as bad
}

test_applies_where_actions_run if {
	not policy.applicable with input as object.union(bad, {"actions": {"enabled_repositories": "none"}})
}
