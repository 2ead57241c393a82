package policies.supply.github_app_permissions_test

import data.policies.supply.github_app_permissions as policy

params := {"supply": {"github_app_permissions": {"allowed": []}}}

good := {
	"app": "renovate", "app_id": 2740, "repository_selection": "selected", "permissions": {"contents": "write", "metadata": "read"},
	"events": ["push"], "suspended": false, "created_at": "2025-01-10T08:00:00Z", "updated_at": "2026-01-10T08:00:00Z",
}

bad := object.union(good, {"permissions": {"administration": "write", "members": "read", "organization_hooks": "admin"}})

test_what_concerns_repositories_passes if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_what_can_change_rules_fails if {
	{f.key | some f in policy.fail} == {"administration", "organization_hooks"} with input as bad with data.params as params
	{f.key | some f in policy.fail} == {"members"} with input as object.union(good, {"permissions": {"members": "write"}}) with data.params as params
}

test_apps_can_be_listed if {
	count(policy.fail) == 0 with input as bad with data.params.supply.github_app_permissions.allowed as ["renovate"]
}

test_a_suspended_app_can_do_nothing if {
	not policy.applicable with input as object.union(bad, {"suspended": true}) with data.params as params
}
