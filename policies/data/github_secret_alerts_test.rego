package policies.data.github_secret_alerts_test

import data.policies.data.github_secret_alerts as policy

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

bad := object.union(good, {"alerts": {"secret_scanning": {"open": {"critical": 2}, "oldest": {"critical": "2026-02-28T08:00:00Z"}}}})

off := json.patch(good, [{"op": "replace", "path": "/alerts/secret_scanning", "value": null}])

test_no_secret_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_an_open_one_fails if {
	{f.message | some f in policy.fail} == {"2 secrets in the code are open"} with input as bad
	policy.applicable with input as object.union(bad, {"archived": true})
}

test_applies_where_secrets_are_looked_for if {
	not policy.applicable with input as off
}
