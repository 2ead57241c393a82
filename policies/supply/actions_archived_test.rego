package policies.supply.actions_archived_test

import data.policies.supply.actions_archived as policy

good := {"path": "w.yml", "uses": [
	{"action": "actions/checkout", "owner": "actions", "ref": "v4", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "./actions/create-release", "owner": "", "ref": "", "ref_kind": "local", "comment": "", "job": "a", "line": 7},
]}

bad0 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "actions/create-release", "owner": "actions", "ref": "v1", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

bad1 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "Actions-RS/toolchain", "owner": "Actions-RS", "ref": "v1", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

bad2 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "marvinpinto/action-automatic-releases/sub", "owner": "marvinpinto", "ref": "latest", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"actions/create-release@v1"} with input as bad0
	{f.key | some f in policy.fail} == {"Actions-RS/toolchain@v1"} with input as bad1
	{f.key | some f in policy.fail} == {"marvinpinto/action-automatic-releases/sub@latest"} with input as bad2
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad0
}
