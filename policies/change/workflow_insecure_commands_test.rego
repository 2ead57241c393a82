package policies.change.workflow_insecure_commands_test

import data.policies.change.workflow_insecure_commands as policy

good := {"path": "w.yml", "commands": [{"kind": "other", "text": "x", "job": "a", "line": 3}], "switches": [{"name": "ACTIONS_ALLOW_UNSECURE_COMMANDS", "value": "false", "job": "a", "line": 9}, {"name": "GOFLAGS", "value": "-mod=mod", "job": "a", "line": 9}]}

bad0 := json.patch(good, [{"op": "add", "path": "/switches/-", "value": {"name": "ACTIONS_ALLOW_UNSECURE_COMMANDS", "value": "true", "job": "a", "line": 9}}])

bad1 := json.patch(good, [{"op": "add", "path": "/commands/-", "value": {"kind": "set_command", "text": "echo ::set-env x", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"ACTIONS_ALLOW_UNSECURE_COMMANDS"} with input as bad0
	{f.key | some f in policy.fail} == {"a: echo ::set-env x"} with input as bad1
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad0
}
