package policies.supply.dependabot_cooldown_test

import data.policies.supply.dependabot_cooldown as policy

params := {"supply": {"dependabot_cooldown": {"least": 7}}}

good := {"path": "d.yml", "updates": [{"ecosystem": "gomod", "directories": ["/"], "cooldown_days": 7, "executes_code": false, "line": 3}]}

bad0 := json.patch(good, [{"op": "add", "path": "/updates/-", "value": {"ecosystem": "npm", "directories": ["/"], "cooldown_days": null, "executes_code": false, "line": 9}}])

bad1 := json.patch(good, [{"op": "add", "path": "/updates/-", "value": {"ecosystem": "npm", "directories": ["/"], "cooldown_days": 3, "executes_code": false, "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"npm in /"} with input as bad0 with data.params as params
	{f.key | some f in policy.fail} == {"npm in /"} with input as bad1 with data.params as params
	{f.actual | some f in policy.fail} == {["d.yml:9"]} with input as bad0 with data.params as params
}

test_the_days_can_be_set if {
	{f.key | some f in policy.fail} == {"gomod in /"} with input as good with data.params.supply.dependabot_cooldown.least as 14
}
