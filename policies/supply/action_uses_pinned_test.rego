package policies.supply.action_uses_pinned_test

import data.policies.supply.action_uses_pinned as policy

params := {"supply": {"action_uses_pinned": {"trusted_owners": ["actions", "github"]}}}

good := {"path": "w.yml", "uses": [
	{"action": "acme/a", "owner": "acme", "ref": "0123456789012345678901234567890123456789", "ref_kind": "sha", "comment": "", "job": "a", "line": 7},
	{"action": "actions/checkout", "owner": "actions", "ref": "v4", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "./x", "owner": "", "ref": "", "ref_kind": "local", "comment": "", "job": "a", "line": 7},
]}

bad0 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "acme/a", "owner": "acme", "ref": "v1", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

bad1 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "actions/checkout", "owner": "actions", "ref": "main", "ref_kind": "branch", "comment": "", "job": "a", "line": 9}}])

bad2 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "docker://alpine", "owner": "", "ref": "3", "ref_kind": "docker_tag", "comment": "", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"acme/a@v1"} with input as bad0 with data.params as params
	{f.key | some f in policy.fail} == {"actions/checkout@main"} with input as bad1 with data.params as params
	{f.key | some f in policy.fail} == {"docker://alpine@3"} with input as bad2 with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad0 with data.params as params
}

ours := json.patch(bad0, [{"op": "add", "path": "/uses/3/first_party", "value": true}])

test_what_is_of_the_same_owner_passes if {
	count(policy.fail) == 0 with input as ours with data.params as params
	{f.key | some f in policy.fail} == {"actions/checkout@v4"} with input as good with data.params.supply.action_uses_pinned.trusted_owners as []
}
