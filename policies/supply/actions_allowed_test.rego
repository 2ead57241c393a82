package policies.supply.actions_allowed_test

import data.policies.supply.actions_allowed as policy

params := {"supply": {"actions_allowed": {"allowed": ["actions", "Acme/one"]}}}

good := {"path": "w.yml", "uses": [
	{"action": "Actions/checkout", "owner": "Actions", "ref": "v4", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "acme/one", "owner": "acme", "ref": "v1", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "./x", "owner": "", "ref": "", "ref_kind": "local", "comment": "", "job": "a", "line": 7},
	{"action": "docker://alpine", "owner": "", "ref": "3", "ref_kind": "docker_tag", "comment": "", "job": "a", "line": 7},
]}

bad0 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "acme/two", "owner": "acme", "ref": "v1", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

bad1 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "evil/x", "owner": "evil", "ref": "0123456789012345678901234567890123456789", "ref_kind": "sha", "comment": "", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"acme/two@v1"} with input as bad0 with data.params as params
	{f.key | some f in policy.fail} == {"evil/x@0123456789012345678901234567890123456789"} with input as bad1 with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad0 with data.params as params
}

test_applies_where_there_is_a_list if {
	policy.applicable with input as good with data.params as params
	not policy.applicable with input as good with data.params.supply.actions_allowed.allowed as []
}
