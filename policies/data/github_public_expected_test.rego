package policies.data.github_public_expected_test

import data.policies.data.github_public_expected as policy

params := {"data": {"github_public_expected": {"repositories": []}}}

listed := {"data": {"github_public_expected": {"repositories": ["acme/Docs"]}}}

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

bad := object.union(good, {"visibility": "public"})

docs := object.union(bad, {"full_name": "Acme/docs"})

test_private_and_listed_ones_pass if {
	policy.applicable with input as good with data.params as listed
	count(policy.fail) == 0 with input as good with data.params as listed
	count(policy.fail) == 0 with input as docs with data.params as listed
}

test_others_fail if {
	count(policy.fail) == 1 with input as bad with data.params as listed
	count(policy.fail) == 0 with input as object.union(bad, {"visibility": "internal"}) with data.params as listed
}

test_applies_where_there_is_a_list if {
	not policy.applicable with input as bad with data.params as params
}
