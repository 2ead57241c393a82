package policies.access.github_two_admins_test

import data.policies.access.github_two_admins as policy

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

bad := object.union(good, {"access": {"admins": ["ada"]}})

team(repository, permission) := {"github.team_access": [{"repository": repository, "team": "web", "permission": permission, "role": permission}]}

test_two_people_or_a_team_pass if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good with data.resources as {"github.team_access": []}
	count(policy.fail) == 0 with input as bad with data.resources as team("acme/web", "admin")
}

test_one_person_fails if {
	count(policy.fail) == 1 with input as bad with data.resources as {"github.team_access": []}
	count(policy.fail) == 1 with input as bad with data.resources as team("acme/web", "maintain")
	count(policy.fail) == 1 with input as bad with data.resources as team("acme/api", "admin")
}

test_archived_ones_are_left_out if {
	not policy.applicable with input as object.union(bad, {"archived": true})
}
