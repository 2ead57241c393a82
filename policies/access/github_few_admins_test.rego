package policies.access.github_few_admins_test

import data.policies.access.github_few_admins as policy

params := {"access": {"github_few_admins": {"max": 3}}}

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
	{"access": {"admins": ["ada", "ben", "cem"]}},
)

bad := object.union(good, {"access": {"admins": ["ada", "ben", "cem", "dan"]}})

test_three_pass if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good with data.params as params
}

test_four_fail if {
	{f.message | some f in policy.fail} == {"4 people are named as administrators"} with input as bad with data.params as params
}

test_the_number_can_be_set if {
	count(policy.fail) == 0 with input as bad with data.params.access.github_few_admins.max as 4
}

test_archived_ones_are_left_out if {
	not policy.applicable with input as object.union(bad, {"archived": true})
}
