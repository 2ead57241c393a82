package policies.supply.workflow_tools_pinned_test

import data.policies.supply.workflow_tools_pinned as policy

good := {"path": "w.yml", "commands": [{"kind": "other", "text": "true", "job": "a", "line": 7}]}

bad := json.patch(good, [{"op": "add", "path": "/commands/-", "value": {"kind": "unpinned_tool", "text": "pip install ruff", "job": "a", "line": 9}}])

twice := json.patch(bad, [{"op": "add", "path": "/commands/-", "value": {"kind": "unpinned_tool", "text": "pip install ruff", "job": "a", "line": 12}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_command_fails_once if {
	{f.key | some f in policy.fail} == {"a: pip install ruff"} with input as bad
	{f.actual | some f in policy.fail} == {["w.yml:9", "w.yml:12"]} with input as twice
}
