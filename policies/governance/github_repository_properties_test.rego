package policies.governance.github_repository_properties_test

import data.policies.governance.github_repository_properties as policy

params := {"governance": {"github_repository_properties": {"properties": ["owner"]}}}

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

bad := json.patch(good, [{"op": "replace", "path": "/custom_properties", "value": {"tier": ["1"]}}])

blank := json.patch(good, [{"op": "replace", "path": "/custom_properties", "value": {"owner": []}}])

test_an_owner_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good with data.params as params
}

test_none_fails if {
	{f.key | some f in policy.fail} == {"owner"} with input as bad with data.params as params
	count(policy.fail) == 1 with input as blank with data.params as params
}

test_the_properties_can_be_set if {
	{f.key | some f in policy.fail} == {"data-class"} with input as good with data.params.governance.github_repository_properties.properties as ["owner", "tier", "data-class"]
}

test_archived_ones_are_left_out if {
	not policy.applicable with input as object.union(bad, {"archived": true})
}
