package policies.access.github_deploy_key_rotated_test

import data.policies.access.github_deploy_key_rotated as policy

params := {"access": {"github_deploy_key_rotated": {"days": 365}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := object.union(
	{
		"repository": "acme/web", "title": "deploy", "read_only": true, "verified": true, "created_at": "2026-01-10T08:00:00Z",
		"last_used": "2026-02-27T08:00:00Z", "added_by": "ada",
	},
	{"created_at": "2025-03-02T00:00:00Z"},
)

bad := object.union(good, {"created_at": "2025-03-01T00:00:00Z"})

test_a_year_less_a_day_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
}

test_a_year_fails if {
	{f.message | some f in policy.fail} == {"the key is 365 days old"} with input as bad with data.params as params with data.audit.now_ns as now
}

test_the_days_can_be_set if {
	count(policy.fail) == 0 with input as bad with data.params.access.github_deploy_key_rotated.days as 366 with data.audit.now_ns as now
}
