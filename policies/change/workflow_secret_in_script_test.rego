package policies.change.workflow_secret_in_script_test

import data.policies.change.workflow_secret_in_script as policy

good := {"path": "w.yml", "secret_reads": [{"name": "A", "sink": "env", "job": "a", "line": 5}]}

bad := json.patch(good, [{"op": "add", "path": "/secret_reads/-", "value": {"name": "B", "sink": "run", "job": "a", "line": 9}}])

test_a_variable_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_pasted_secret_fails if {
	{f.key | some f in policy.fail} == {"a: B"} with input as bad
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad
}
