package policies.supply.dependabot_execution_test

import data.policies.supply.dependabot_execution as policy

good := {"path": "d.yml", "updates": [{"ecosystem": "gomod", "directories": ["/"], "cooldown_days": 7, "executes_code": false, "line": 3}]}

bad0 := json.patch(good, [{"op": "add", "path": "/updates/-", "value": {"ecosystem": "npm", "directories": ["/"], "cooldown_days": 7, "executes_code": true, "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"npm in /"} with input as bad0
	{f.actual | some f in policy.fail} == {["d.yml:9"]} with input as bad0
}
