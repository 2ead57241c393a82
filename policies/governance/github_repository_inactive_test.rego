package policies.governance.github_repository_inactive_test

import data.policies.governance.github_repository_inactive as policy

params := {"governance": {"github_repository_inactive": {"days": 180}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := object.union(
	{
		"full_name": "acme/web", "visibility": "private", "archived": false, "fork": false, "empty": false, "default_branch": "main",
		"created_at": "2024-01-10T08:00:00Z", "pushed_at": "2026-02-20T08:00:00Z",
		"custom_properties": {"owner": ["team-web"], "tier": ["1"]},
		"security": {
			"secret_scanning": true, "secret_scanning_push_protection": true, "vulnerability_alerts": true,
			"private_vulnerability_reporting": true, "immutable_releases": true,
		},
		"code_scanning": {"default_setup": true, "languages": ["go"], "last_analysis": "2026-02-25T08:00:00Z"},
		"alerts": {
			"dependabot": {"open": {"high": 1}, "oldest": {"high": "2026-02-20T08:00:00Z"}},
			"code_scanning": {"open": {"high": 1}, "oldest": {"high": "2026-02-20T08:00:00Z"}},
			"secret_scanning": {"open": {}, "oldest": {}},
		},
		"access": {"admins": ["ada", "ben"], "maintainers": [], "writers": ["cem"], "outside": []},
	},
	{"pushed_at": "2025-09-02T00:00:00Z"},
)

old := object.union(good, {"pushed_at": "2025-09-01T00:00:00Z"})

empty := object.union(good, {"pushed_at": null, "created_at": "2025-09-01T00:00:00Z"})

test_a_push_in_time_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as object.union(empty, {"created_at": "2026-02-01T00:00:00Z"}) with data.params as params with data.audit.now_ns as now
}

test_none_fails if {
	{f.message | some f in policy.fail} == {"nothing was pushed for 181 days"} with input as old with data.params as params with data.audit.now_ns as now
	{f.message | some f in policy.fail} == {"nothing was pushed since it was made, for 181 days"} with input as empty with data.params as params with data.audit.now_ns as now
}

test_the_days_can_be_set if {
	count(policy.fail) == 0 with input as old with data.params.governance.github_repository_inactive.days as 181 with data.audit.now_ns as now
}

test_archived_ones_are_left_out if {
	not policy.applicable with input as object.union(old, {"archived": true})
}
