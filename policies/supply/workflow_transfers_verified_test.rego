package policies.supply.workflow_transfers_verified_test

import data.policies.supply.workflow_transfers_verified as policy

good := {"path": "w.yml", "commands": [{"kind": "other", "text": "x", "job": "a", "line": 3}], "switches": [{"name": "NODE_TLS_REJECT_UNAUTHORIZED", "value": "1", "job": "a", "line": 9}, {"name": "GOFLAGS", "value": "-mod=mod", "job": "a", "line": 9}, {"name": "ACTIONS_STEP_DEBUG", "value": "true", "job": "a", "line": 9}]}

bad0 := json.patch(good, [{"op": "add", "path": "/switches/-", "value": {"name": "NODE_TLS_REJECT_UNAUTHORIZED", "value": "0", "job": "a", "line": 9}}])

bad1 := json.patch(good, [{"op": "add", "path": "/switches/-", "value": {"name": "GIT_SSL_NO_VERIFY", "value": "true", "job": "a", "line": 9}}])

bad2 := json.patch(good, [{"op": "add", "path": "/commands/-", "value": {"kind": "unverified_transfer", "text": "curl -k x", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"NODE_TLS_REJECT_UNAUTHORIZED"} with input as bad0
	{f.key | some f in policy.fail} == {"GIT_SSL_NO_VERIFY"} with input as bad1
	{f.key | some f in policy.fail} == {"a: curl -k x"} with input as bad2
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad0
}
