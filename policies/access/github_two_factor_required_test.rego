package policies.access.github_two_factor_required_test

import data.policies.access.github_two_factor_required as policy

good := {
	"login": "acme", "plan": "team", "two_factor_required": true, "default_repository_permission": "read", "verified_domain": true,
	"owners": ["ada", "ben"], "members_count": 12, "outside_count": 1,
	"members_can": {
		"create_public_repositories": false, "create_private_repositories": false, "create_internal_repositories": false,
		"delete_repositories": false, "change_visibility": false, "fork_private_repositories": false,
		"invite_outside_collaborators": false, "create_teams": false, "create_pages": false,
	},
}

bad := object.union(good, {"two_factor_required": false})

test_a_required_second_factor_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_free_choice_fails if {
	{f.path | some f in policy.fail} == {"two_factor_required"} with input as bad
}
