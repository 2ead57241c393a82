package policies.change.workflow_condition_substring_test

import data.policies.change.workflow_condition_substring as policy

good := {"path": "w.yml", "unsound_conditions": [{"flaw": "other", "text": "x", "job": "a", "line": 7}]}

bad := json.patch(good, [{"op": "add", "path": "/unsound_conditions/-", "value": {"flaw": "substring", "text": "contains('a b', github.ref)", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_the_flaw_fails if {
	{f.key | some f in policy.fail} == {"a: contains('a b', github.ref)"} with input as bad
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad
}
