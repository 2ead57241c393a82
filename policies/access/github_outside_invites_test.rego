package policies.access.github_outside_invites_test

import data.policies.access.github_outside_invites as policy

good := {
	"login": "acme", "plan": "team", "two_factor_required": true, "default_repository_permission": "read", "verified_domain": true,
	"owners": ["ada", "ben"], "members_count": 12, "outside_count": 1,
	"members_can": {
		"create_public_repositories": false, "create_private_repositories": false, "create_internal_repositories": false,
		"delete_repositories": false, "change_visibility": false, "fork_private_repositories": false,
		"invite_outside_collaborators": false, "create_teams": false, "create_pages": false,
	},
}

bad := object.union(good, {"members_can": {"invite_outside_collaborators": true}})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	{f.path | some f in policy.fail} == {"members_can.invite_outside_collaborators"} with input as bad
}
