package policies.change.github_deployments_approved_test

import data.policies.change.github_deployments_approved as policy

params := {"change": {"github_deployments_approved": {"names": ["production", "prod", "live"]}}}

deployment := {
	"id": 7, "sha": "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "creator": "ada", "created_at": "2026-03-01T10:00:00Z", "state": "success",
	"approved_by": ["ben"], "self_approved": false,
}

sample(deployments) := {"repository": "acme/web", "environment": "production", "deployments": deployments}

good := sample([deployment, object.union(deployment, {"id": 6, "state": "inactive"})])

unseen := sample([object.union(deployment, {"id": 8, "approved_by": []}), deployment])

own := sample([object.union(deployment, {"approved_by": ["ada"], "self_approved": true})])

stopped := sample([object.union(deployment, {"state": "failure", "approved_by": []})])

test_approved_deployments_pass if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_others_fail if {
	{f.message | some f in policy.fail} == {"deployment 8 of 2026-03-01: nobody approved it"} with input as unseen with data.params as params
	{f.message | some f in policy.fail} == {"deployment 7 of 2026-03-01: only who started it approved it"} with input as own with data.params as params
	count(policy.fail) == 1 with input as sample([object.union(deployment, {"state": "inactive", "approved_by": []})]) with data.params as params
}

test_applies_to_what_went_out_to_production if {
	not policy.applicable with input as stopped with data.params as params
	not policy.applicable with input as object.union(unseen, {"environment": "staging"}) with data.params as params
	policy.applicable with input as object.union(unseen, {"environment": "staging"}) with data.params.change.github_deployments_approved.names as ["staging"]
}
