package policies.change.action_pasted_inputs_test

import data.policies.change.action_pasted_inputs as policy

good := {"path": "w.yml", "pasted_inputs": []}

bad := json.patch(good, [{"op": "add", "path": "/pasted_inputs/-", "value": {"expression": "inputs.x", "input": "x", "sink": "run", "job": "a", "line": 9}}])

test_none_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_pasted_input_fails if {
	{f.key | some f in policy.fail} == {"inputs.x"} with input as bad
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad
}
