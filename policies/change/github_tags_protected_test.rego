package policies.change.github_tags_protected_test

import data.policies.change.github_tags_protected as policy

params := {"change": {"github_tags_protected": {"refs": ["~ALL", "refs/tags/*", "refs/tags/**", "refs/tags/**/*", "refs/tags/v*"]}}}

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

bad := object.union(good, {"security": {"immutable_releases": false}})

ruleset := {
	"id": "acme/rulesets/2", "number": 2, "repository": null, "target": "tag", "enforcement": "active", "include_refs": ["refs/tags/v*"],
	"exclude_refs": [], "repositories": ["acme/api", "acme/web"], "rules": ["deletion", "update"], "bypass_actors": [],
}

with_ruleset(change) := {"github.ruleset": [object.union(ruleset, change)]}

test_immutable_releases_or_a_ruleset_pass if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good with data.resources as {"github.ruleset": []} with data.params as params
	count(policy.fail) == 0 with input as bad with data.resources as with_ruleset({}) with data.params as params
	count(policy.fail) == 0 with input as object.union(bad, {"full_name": "Acme/Web"}) with data.resources as with_ruleset({}) with data.params as params
}

test_neither_fails if {
	count(policy.fail) == 1 with input as bad with data.resources as {"github.ruleset": []} with data.params as params
}

test_a_ruleset_that_does_not_hold_fails if {
	count(policy.fail) == 1 with input as bad with data.resources as with_ruleset({"enforcement": "evaluate"}) with data.params as params
	count(policy.fail) == 1 with input as bad with data.resources as with_ruleset({"target": "branch"}) with data.params as params
	count(policy.fail) == 1 with input as bad with data.resources as with_ruleset({"repositories": ["acme/api"]}) with data.params as params
	count(policy.fail) == 1 with input as bad with data.resources as with_ruleset({"rules": ["deletion", "non_fast_forward"]}) with data.params as params
	count(policy.fail) == 1 with input as bad with data.resources as with_ruleset({"exclude_refs": ["refs/tags/v1*"]}) with data.params as params
	count(policy.fail) == 1 with input as bad with data.resources as with_ruleset({"include_refs": ["refs/tags/beta*"]}) with data.params as params
}

test_the_refs_can_be_set if {
	count(policy.fail) == 0 with input as bad with data.resources as with_ruleset({"include_refs": ["refs/tags/release-*"]}) with data.params.change.github_tags_protected.refs as ["refs/tags/release-*"]
}

test_applies_to_what_is_worked_on if {
	not policy.applicable with input as object.union(bad, {"archived": true})
	not policy.applicable with input as object.union(bad, {"empty": true})
}
