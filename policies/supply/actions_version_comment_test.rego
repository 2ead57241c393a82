package policies.supply.actions_version_comment_test

import data.policies.supply.actions_version_comment as policy

good := {"path": "w.yml", "uses": [
	{"action": "acme/a", "owner": "acme", "ref": "0123456789012345678901234567890123456789", "ref_kind": "sha", "comment": "v1.2.3", "job": "a", "line": 7},
	{"action": "acme/b", "owner": "acme", "ref": "v1", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "acme/c", "owner": "acme", "ref": "0123456789012345678901234567890123456789", "ref_kind": "sha", "comment": "tag=2", "job": "a", "line": 7},
]}

bad0 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "acme/d", "owner": "acme", "ref": "0123456789012345678901234567890123456789", "ref_kind": "sha", "comment": "", "job": "a", "line": 9}}])

bad1 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "acme/d", "owner": "acme", "ref": "0123456789012345678901234567890123456789", "ref_kind": "sha", "comment": "newest", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"acme/d@0123456789012345678901234567890123456789"} with input as bad0
	{f.key | some f in policy.fail} == {"acme/d@0123456789012345678901234567890123456789"} with input as bad1
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad0
}

none := {"path": "w.yml", "uses": [{"action": "acme/b", "owner": "acme", "ref": "v1", "ref_kind": "tag", "comment": "", "job": "a", "line": 7}]}

test_applies_to_commits if {
	policy.applicable with input as good
	not policy.applicable with input as none
}
