package policies.change.action_script_injection_test

import data.policies.change.action_script_injection as policy

good := {"path": "action.yml", "injections": []}

bad := json.patch(good, [{"op": "add", "path": "/injections/-", "value": {"expression": "github.head_ref", "sink": "run", "job": "", "line": 9}}])

test_none_passes if {
	count(policy.fail) == 0 with input as good
}

test_pasted_text_fails if {
	{f.key | some f in policy.fail} == {"github.head_ref"} with input as bad
	{f.actual | some f in policy.fail} == {["action.yml:9"]} with input as bad
}
