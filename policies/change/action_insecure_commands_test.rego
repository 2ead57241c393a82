package policies.change.action_insecure_commands_test

import data.policies.change.action_insecure_commands as policy

good := {"path": "w.yml", "commands": [{"kind": "other", "text": "true", "job": "a", "line": 7}]}

bad := json.patch(good, [{"op": "add", "path": "/commands/-", "value": {"kind": "set_command", "text": "echo ::set-env name=A::b", "job": "a", "line": 9}}])

twice := json.patch(bad, [{"op": "add", "path": "/commands/-", "value": {"kind": "set_command", "text": "echo ::set-env name=A::b", "job": "a", "line": 12}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_command_fails_once if {
	{f.key | some f in policy.fail} == {"echo ::set-env name=A::b"} with input as bad
	{f.actual | some f in policy.fail} == {["w.yml:9", "w.yml:12"]} with input as twice
}
