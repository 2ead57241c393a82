package policies.access.github_repository_creation_test

import data.policies.access.github_repository_creation as policy

params := {"access": {"github_repository_creation": {"allowed": []}}}

good := {
	"login": "acme", "plan": "team", "two_factor_required": true, "default_repository_permission": "read", "verified_domain": true,
	"owners": ["ada", "ben"], "members_count": 12, "outside_count": 1,
	"members_can": {
		"create_public_repositories": false, "create_private_repositories": false, "create_internal_repositories": false,
		"delete_repositories": false, "change_visibility": false, "fork_private_repositories": false,
		"invite_outside_collaborators": false, "create_teams": false, "create_pages": false,
	},
}

private := object.union(good, {"members_can": {"create_private_repositories": true}})

all := object.union(private, {"members_can": {"create_public_repositories": true, "create_internal_repositories": true}})

test_what_is_restricted_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_visibility_fails_by_itself if {
	{f.key | some f in policy.fail} == {"private"} with input as private with data.params as params
	{f.key | some f in policy.fail} == {"private", "public", "internal"} with input as all with data.params as params
}

test_a_visibility_can_be_allowed if {
	count(policy.fail) == 0 with input as private with data.params.access.github_repository_creation.allowed as ["private"]
	{f.key | some f in policy.fail} == {"public", "internal"} with input as all with data.params.access.github_repository_creation.allowed as ["private"]
}
