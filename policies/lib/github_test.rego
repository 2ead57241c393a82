package lib.github_test

import data.lib.github

named := {"type": "Team", "id": 7, "name": "ops", "mode": "always"}

numbered := {"type": "Integration", "id": 2740, "name": null, "mode": "always"}

bare := {"type": "OrganizationAdmin", "id": null, "name": null, "mode": "always"}

test_an_actor_has_one_name if {
	github.actor(named) == "Team:ops"
	github.actor(numbered) == "Integration:2740"
	github.actor(bare) == "OrganizationAdmin"
}

test_a_list_names_actors_by_name_or_number if {
	github.listed(named, ["Team:ops"])
	github.listed(named, ["Team:7"])
	github.listed(numbered, ["Integration:2740"])
	github.listed(bare, ["OrganizationAdmin"])
	not github.listed(named, ["User:ops", "Team", "Team:8", "ops"])
}

test_the_administrators_are_role_5 if {
	github.administrators({"type": "RepositoryRole", "id": 5, "name": null, "mode": "always"})
	not github.administrators({"type": "RepositoryRole", "id": 4, "name": null, "mode": "always"})
	not github.administrators({"type": "Team", "id": 5, "name": null, "mode": "always"})
}

test_production_is_named if {
	every name in ["production", "Production", "prod-eu", "PROD_1", "production/web"] {
		github.production(name, ["production", "prod"])
	}
	every name in ["staging", "preprod", "product", "production2", ""] {
		not github.production(name, ["production", "prod"])
	}
}

test_overdue_is_older_than_the_limit if {
	alerts := {"open": {"critical": 1, "high": 2, "low": 1}, "oldest": {"critical": "2026-03-01T00:00:00Z", "high": "2026-03-01T00:00:00Z", "low": "2020-01-01T00:00:00Z"}}
	now := time.parse_rfc3339_ns("2026-03-09T00:00:00Z")
	github.overdue(alerts, {"critical": 7, "high": 8}) == {"critical": 8} with data.audit.now_ns as now
	github.overdue(alerts, {"critical": 8, "high": 8}) == {} with data.audit.now_ns as now
}

test_an_author_may_be_forgotten if {
	github.author({"author": "ada"}) == "ada"
	github.author({"author": null}) == "nobody known"
}
