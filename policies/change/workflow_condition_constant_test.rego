package policies.change.workflow_condition_constant_test

import data.policies.change.workflow_condition_constant as policy

good := {"path": "w.yml", "unsound_conditions": [{"flaw": "other", "text": "x", "job": "a", "line": 7}]}

bad := json.patch(good, [{"op": "add", "path": "/unsound_conditions/-", "value": {"flaw": "always_true", "text": "${{ a }} && b", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_the_flaw_fails if {
	{f.key | some f in policy.fail} == {"a: ${{ a }} && b"} with input as bad
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad
}
