package policies.change.github_production_environment_test

import data.policies.change.github_production_environment as policy

params := {"change": {"github_production_environment": {"names": ["production", "prod", "live"], "admins_bypass": false}}}

good := {
	"repository": "acme/web", "environment": "production", "reviewers": ["team:ops"], "prevent_self_review": true,
	"wait_minutes": 0, "branch_policy": "protected", "admins_bypass": false,
}

open := object.union(good, {"reviewers": [], "prevent_self_review": false, "branch_policy": "none", "admins_bypass": true})

lax := object.union(open, {"reviewers": ["team:ops"]})

test_a_gate_passes if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as object.union(good, {"branch_policy": "custom"}) with data.params as params
}

test_each_hole_fails_by_itself if {
	{f.path | some f in policy.fail} == {"reviewers", "branch_policy"} with input as open with data.params as params
	{f.path | some f in policy.fail} == {"prevent_self_review", "branch_policy", "admins_bypass"} with input as lax with data.params as params
}

test_administrators_can_be_let_through if {
	count(policy.fail) == 0 with input as object.union(good, {"admins_bypass": true}) with data.params.change.github_production_environment.admins_bypass as true
}

test_applies_to_production if {
	policy.applicable with input as object.union(good, {"environment": "Prod-EU"}) with data.params as params
	not policy.applicable with input as object.union(open, {"environment": "staging"}) with data.params as params
	policy.applicable with input as object.union(open, {"environment": "staging"}) with data.params.change.github_production_environment.names as ["staging"]
}
