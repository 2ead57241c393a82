package policies.change.github_two_approvals_test

import data.policies.change.github_two_approvals as policy

params := {"change": {"github_two_approvals": {"property": "tier", "tiers": ["1", "tier-1"], "approvals": 2}}}

good := object.union(
	{
		"repository": "acme/web", "branch": "main", "protected": true,
		"sources": [{"kind": "ruleset", "ruleset": 1, "level": "organization", "owner": "acme"}],
		"pull_request_required": true, "approvals": 1, "dismiss_stale": true, "code_owner_review": true, "last_push_approval": true,
		"thread_resolution": true, "status_checks": [{"context": "test", "app": 15368}], "strict_checks": true,
		"signed_commits": true, "linear_history": true, "force_pushes": false, "deletion": false, "push_restricted": true,
		"push_allowed": ["team:ops"], "locked": false, "merge_queue": false, "required_workflows": [], "admins_exempt": false, "bypass_actors": [],
	},
	{"approvals": 2},
)

bad := object.union(good, {"approvals": 1})

repository(tier) := {"full_name": "acme/web", "custom_properties": {"tier": [tier]}}

first := {"github.repository": [repository("1")]}

second := {"github.repository": [repository("2"), object.union(repository("1"), {"full_name": "acme/api"})]}

test_two_approvals_pass if {
	policy.applicable with input as good with data.resources as first with data.params as params
	count(policy.fail) == 0 with input as good with data.resources as first with data.params as params
}

test_one_fails if {
	policy.applicable with input as bad with data.resources as first with data.params as params
	count(policy.fail) == 1 with input as bad with data.resources as first with data.params as params
}

test_other_tiers_and_repositories_are_left_out if {
	not policy.applicable with input as bad with data.resources as second with data.params as params
	not policy.applicable with input as bad with data.resources as {"github.repository": []} with data.params as params
}

test_tiers_and_number_can_be_set if {
	policy.applicable with input as bad with data.resources as second with data.params.change.github_two_approvals as object.union(params.change.github_two_approvals, {"tiers": ["2"]})
	count(policy.fail) == 0 with input as bad with data.resources as first with data.params.change.github_two_approvals.approvals as 1
}
