package policies.change.workflow_debug_test

import data.policies.change.workflow_debug as policy

good := {"path": "w.yml", "commands": [{"kind": "other", "text": "x", "job": "a", "line": 3}], "switches": [{"name": "ACTIONS_STEP_DEBUG", "value": "false", "job": "a", "line": 9}, {"name": "GIT_SSL_NO_VERIFY", "value": "true", "job": "a", "line": 9}]}

bad0 := json.patch(good, [{"op": "add", "path": "/switches/-", "value": {"name": "ACTIONS_STEP_DEBUG", "value": "true", "job": "a", "line": 9}}])

bad1 := json.patch(good, [{"op": "add", "path": "/switches/-", "value": {"name": "ACTIONS_RUNNER_DEBUG", "value": "1", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"ACTIONS_STEP_DEBUG"} with input as bad0
	{f.key | some f in policy.fail} == {"ACTIONS_RUNNER_DEBUG"} with input as bad1
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad0
}
