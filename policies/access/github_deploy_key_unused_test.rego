package policies.access.github_deploy_key_unused_test

import data.policies.access.github_deploy_key_unused as policy

params := {"access": {"github_deploy_key_unused": {"days": 90}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := {
	"repository": "acme/web", "title": "deploy", "read_only": true, "verified": true, "created_at": "2026-01-10T08:00:00Z",
	"last_used": "2026-02-27T08:00:00Z", "added_by": "ada",
}

old := object.union(good, {"last_used": "2025-11-30T00:00:00Z"})

edge := object.union(good, {"last_used": "2025-12-01T00:00:00Z"})

new := object.union(good, {"last_used": null})

never := object.union(new, {"created_at": "2025-06-01T00:00:00Z"})

test_used_and_new_keys_pass if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as edge with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as new with data.params as params with data.audit.now_ns as now
}

test_forgotten_keys_fail if {
	{f.message | some f in policy.fail} == {"the key was last used 91 days ago"} with input as old with data.params as params with data.audit.now_ns as now
	{f.message | some f in policy.fail} == {"the key was never used, and added 273 days ago"} with input as never with data.params as params with data.audit.now_ns as now
}

test_the_days_can_be_set if {
	count(policy.fail) == 0 with input as old with data.params.access.github_deploy_key_unused.days as 91 with data.audit.now_ns as now
}
