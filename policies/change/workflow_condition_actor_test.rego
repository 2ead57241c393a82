package policies.change.workflow_condition_actor_test

import data.policies.change.workflow_condition_actor as policy

params := {"change": {"workflow_condition_actor": {"triggers": ["pull_request_target", "workflow_run", "issue_comment", "pull_request"]}}}

good := {"path": "w.yml", "triggers": ["pull_request_target"], "unsound_conditions": [{"flaw": "other", "text": "x", "job": "a", "line": 7}]}

bad := json.patch(good, [{"op": "add", "path": "/unsound_conditions/-", "value": {"flaw": "actor", "text": "github.actor == 'dependabot[bot]'", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_the_flaw_fails if {
	{f.key | some f in policy.fail} == {"a: github.actor == 'dependabot[bot]'"} with input as bad with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad with data.params as params
}

own := json.patch(bad, [{"op": "replace", "path": "/triggers", "value": ["push"]}])

test_applies_to_events_of_strangers if {
	policy.applicable with input as bad with data.params as params
	not policy.applicable with input as own with data.params as params
	policy.applicable with input as own with data.params.change.workflow_condition_actor.triggers as ["push"]
}
