package policies.change.github_code_scanning_test

import data.policies.change.github_code_scanning as policy

params := {"change": {"github_code_scanning": {"days": 30}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := {
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
}

own_tool := object.union(good, {"code_scanning": {"default_setup": false, "languages": [], "last_analysis": "2026-01-30T00:00:00Z"}})

stale := object.union(own_tool, {"code_scanning": {"last_analysis": "2026-01-29T00:00:00Z"}})

never := object.union(own_tool, {"code_scanning": {"last_analysis": null}})

test_the_default_setup_and_new_results_pass if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as own_tool with data.params as params with data.audit.now_ns as now
}

test_old_results_and_none_fail if {
	{f.message | some f in policy.fail} == {"the last results are 31 days old, and the default setup is off"} with input as stale with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 1 with input as never with data.params as params with data.audit.now_ns as now
}

test_the_days_can_be_set if {
	count(policy.fail) == 0 with input as stale with data.params.change.github_code_scanning.days as 31 with data.audit.now_ns as now
}

test_applies_to_what_is_worked_on if {
	not policy.applicable with input as object.union(never, {"archived": true})
	not policy.applicable with input as object.union(never, {"empty": true})
}
