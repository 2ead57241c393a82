package policies.cost.workflow_concurrency_test

import data.policies.cost.workflow_concurrency as policy

params := {"cost": {"workflow_concurrency": {"triggers": ["pull_request"]}}}

good := {
	"path": "w.yml", "events": {"pull_request": {"line": 2}, "push": {"line": 3}}, "concurrency": {"group": "a", "line": 4},
	"jobs": {"a": {"concurrency": null}},
}

bad := json.patch(good, [{"op": "replace", "path": "/concurrency", "value": null}])

each := json.patch(bad, [{"op": "replace", "path": "/jobs/a/concurrency", "value": {"group": "a", "line": 7}}])

other := json.patch(bad, [{"op": "remove", "path": "/events/pull_request"}])

test_a_group_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as each with data.params as params
}

test_none_fails if {
	{f.key | some f in policy.fail} == {"pull_request"} with input as bad with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:2"]} with input as bad with data.params as params
}

test_applies_to_such_events if {
	policy.applicable with input as bad with data.params as params
	not policy.applicable with input as other with data.params as params
	policy.applicable with input as other with data.params.cost.workflow_concurrency.triggers as ["push"]
}
