package policies.supply.actions_full_commit_test

import data.policies.supply.actions_full_commit as policy

good := {"path": "w.yml", "uses": [
	{"action": "acme/a", "owner": "acme", "ref": "0123456789012345678901234567890123456789", "ref_kind": "sha", "comment": "", "job": "a", "line": 7},
	{"action": "acme/a", "owner": "acme", "ref": "v1.2", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "acme/a", "owner": "acme", "ref": "20240101", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "acme/a", "owner": "acme", "ref": "feedbeef", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
]}

bad0 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "acme/a", "owner": "acme", "ref": "0123abc", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"acme/a@0123abc"} with input as bad0
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad0
}
