package policies.supply.github_dependency_alerts_test

import data.policies.supply.github_dependency_alerts as policy

params := {"supply": {"github_dependency_alerts": {"critical": 7, "high": 30, "medium": 90}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

since(severity, made) := json.patch(
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
	[{"op": "replace", "path": "/alerts/dependabot", "value": {"open": {severity: 2}, "oldest": {severity: made}}}],
)

good := since("critical", "2026-02-22T00:00:00Z")

bad := since("critical", "2026-02-21T00:00:00Z")

none := json.patch(good, [{"op": "replace", "path": "/alerts/dependabot", "value": {"open": {}, "oldest": {}}}])

off := json.patch(good, [{"op": "replace", "path": "/alerts/dependabot", "value": null}])

test_alerts_within_their_time_pass if {
	policy.applicable with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as none with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as since("high", "2026-01-30T00:00:00Z") with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as since("low", "2020-01-30T00:00:00Z") with data.params as params with data.audit.now_ns as now
}

test_overdue_alerts_fail if {
	{f.message | some f in policy.fail} == {"an alert of severity critical has been open for 8 days"} with input as bad with data.params as params with data.audit.now_ns as now
	{f.key | some f in policy.fail} == {"high"} with input as since("high", "2026-01-29T00:00:00Z") with data.params as params with data.audit.now_ns as now
	{f.key | some f in policy.fail} == {"medium"} with input as since("medium", "2025-11-30T00:00:00Z") with data.params as params with data.audit.now_ns as now
}

test_the_days_can_be_set if {
	count(policy.fail) == 0 with input as bad with data.params.supply.github_dependency_alerts as object.union(params.supply.github_dependency_alerts, {"critical": 8}) with data.audit.now_ns as now
}

test_applies_where_there_are_alerts if {
	not policy.applicable with input as off with data.params as params with data.audit.now_ns as now
	not policy.applicable with input as object.union(bad, {"archived": true}) with data.params as params with data.audit.now_ns as now
}
