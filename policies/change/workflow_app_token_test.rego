package policies.change.workflow_app_token_test

import data.policies.change.workflow_app_token as policy

step(inputs) := {"path": "w.yml", "uses": [{"action": "actions/create-github-app-token", "owner": "actions", "ref": "v2", "ref_kind": "tag", "job": "a", "line": 9, "inputs": inputs}]}

base := {"app-id": "", "private-key": ""}

good := object.union(base, {"owner": "", "repositories": "", "permission-contents": ""})

test_a_narrow_one_passes if {
	count(policy.fail) == 0 with input as step(good)
	count(policy.fail) == 0 with input as step(object.union(good, {"skip-token-revoke": "false"}))
}

test_a_wide_one_fails if {
	{f.key | some f in policy.fail} == {"a: permissions"} with input as step(base)
	{f.key | some f in policy.fail} == {"a: permissions", "a: repositories"} with input as step(object.union(base, {"owner": ""}))
	{f.key | some f in policy.fail} == {"a: revoke"} with input as step(object.union(good, {"skip-token-revoke": "TRUE"}))
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as step(base)
}

test_other_actions_are_left_out if {
	count(policy.fail) == 0 with input as {"path": "w.yml", "uses": [{"action": "actions/checkout", "job": "a", "line": 2, "inputs": {}}]}
}
