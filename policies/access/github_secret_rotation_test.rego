package policies.access.github_secret_rotation_test

import data.policies.access.github_secret_rotation as policy

params := {"access": {"github_secret_rotation": {"days": 365}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := {"repository": null, "for": "actions", "visibility": "selected", "created_at": "2025-01-10T08:00:00Z", "updated_at": "2025-03-02T00:00:00Z"}

bad := object.union(good, {"updated_at": "2025-03-01T00:00:00Z"})

test_a_year_less_a_day_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
}

test_a_year_fails if {
	{f.message | some f in policy.fail} == {"the secret was set 365 days ago"} with input as bad with data.params as params with data.audit.now_ns as now
}

test_the_days_can_be_set if {
	count(policy.fail) == 0 with input as bad with data.params.access.github_secret_rotation.days as 366 with data.audit.now_ns as now
}
