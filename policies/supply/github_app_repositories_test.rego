package policies.supply.github_app_repositories_test

import data.policies.supply.github_app_repositories as policy

params := {"supply": {"github_app_repositories": {"allowed": []}}}

good := {
	"app": "renovate", "app_id": 2740, "repository_selection": "selected", "permissions": {"contents": "write", "metadata": "read"},
	"events": ["push"], "suspended": false, "created_at": "2025-01-10T08:00:00Z", "updated_at": "2026-01-10T08:00:00Z",
}

bad := object.union(good, {"repository_selection": "all"})

test_selected_repositories_pass if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_all_fail if {
	count(policy.fail) == 1 with input as bad with data.params as params
}

test_apps_can_be_listed if {
	count(policy.fail) == 0 with input as bad with data.params.supply.github_app_repositories.allowed as ["renovate"]
}

test_a_suspended_app_reaches_nothing if {
	not policy.applicable with input as object.union(bad, {"suspended": true}) with data.params as params
}
