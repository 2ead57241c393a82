package policies.supply.action_runtime_test

import data.policies.supply.action_runtime as policy

params := {"supply": {"action_runtime": {"supported": ["composite", "node24"]}}}

good := {"path": "action.yml", "using": "composite", "using_line": 4}

bad := json.patch(good, [{"op": "replace", "path": "/using", "value": "node12"}])

test_what_is_supported_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_others_fail if {
	{f.actual | some f in policy.fail} == {["action.yml:4"]} with input as bad with data.params as params
	count(policy.fail) == 1 with input as good with data.params.supply.action_runtime.supported as ["node24"]
}
