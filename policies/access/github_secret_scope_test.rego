package policies.access.github_secret_scope_test

import data.policies.access.github_secret_scope as policy

good := {"repository": null, "for": "actions", "visibility": "selected", "created_at": "2025-01-10T08:00:00Z", "updated_at": "2025-03-02T00:00:00Z"}

bad := object.union(good, {"visibility": "all"})

test_chosen_repositories_pass if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_all_fail if {
	{f.message | some f in policy.fail} == {"it goes to all repositories"} with input as bad
	{f.message | some f in policy.fail} == {"it goes to private repositories"} with input as object.union(good, {"visibility": "private"})
}

test_applies_to_the_organisations if {
	not policy.applicable with input as object.union(bad, {"repository": "acme/web", "visibility": null})
}
