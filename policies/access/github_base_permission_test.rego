package policies.access.github_base_permission_test

import data.policies.access.github_base_permission as policy

params := {"access": {"github_base_permission": {"allowed": ["none", "read"]}}}

good := {
	"login": "acme", "plan": "team", "two_factor_required": true, "default_repository_permission": "read", "verified_domain": true,
	"owners": ["ada", "ben"], "members_count": 12, "outside_count": 1,
	"members_can": {
		"create_public_repositories": false, "create_private_repositories": false, "create_internal_repositories": false,
		"delete_repositories": false, "change_visibility": false, "fork_private_repositories": false,
		"invite_outside_collaborators": false, "create_teams": false, "create_pages": false,
	},
}

bad := object.union(good, {"default_repository_permission": "write"})

test_reading_and_nothing_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as object.union(good, {"default_repository_permission": "none"}) with data.params as params
}

test_writing_and_more_fail if {
	{f.message | some f in policy.fail} == {"each member has the permission write on all repositories"} with input as bad with data.params as params
	count(policy.fail) == 1 with input as object.union(good, {"default_repository_permission": "admin"}) with data.params as params
}

test_the_list_can_be_set if {
	count(policy.fail) == 1 with input as good with data.params.access.github_base_permission.allowed as ["none"]
}
