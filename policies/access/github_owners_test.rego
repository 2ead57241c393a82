package policies.access.github_owners_test

import data.policies.access.github_owners as policy

params := {"access": {"github_owners": {"min": 2, "max": 5}}}

good := {
	"login": "acme", "plan": "team", "two_factor_required": true, "default_repository_permission": "read", "verified_domain": true,
	"owners": ["ada", "ben"], "members_count": 12, "outside_count": 1,
	"members_can": {
		"create_public_repositories": false, "create_private_repositories": false, "create_internal_repositories": false,
		"delete_repositories": false, "change_visibility": false, "fork_private_repositories": false,
		"invite_outside_collaborators": false, "create_teams": false, "create_pages": false,
	},
}

alone := object.union(good, {"owners": ["ada"]})

five := object.union(good, {"owners": ["ada", "ben", "cem", "dan", "eva"]})

six := object.union(good, {"owners": ["ada", "ben", "cem", "dan", "eva", "fay"]})

test_two_to_five_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as five with data.params as params
}

test_others_fail if {
	{f.key | some f in policy.fail} == {"few"} with input as alone with data.params as params
	{f.key | some f in policy.fail} == {"many"} with input as six with data.params as params
}

test_the_bounds_can_be_set if {
	count(policy.fail) == 0 with input as alone with data.params.access.github_owners as {"min": 1, "max": 1}
	count(policy.fail) == 1 with input as good with data.params.access.github_owners as {"min": 1, "max": 1}
}
