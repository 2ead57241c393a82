package policies.change.github_ruleset_enforced_test

import data.policies.change.github_ruleset_enforced as policy

good := {"number": 1, "repository": null, "target": "branch", "enforcement": "active", "rules": ["deletion"], "bypass_actors": []}

evaluated := object.union(good, {"enforcement": "evaluate"})

disabled := object.union(good, {"enforcement": "disabled"})

test_an_active_ruleset_passes if {
	count(policy.fail) == 0 with input as good
}

test_others_fail if {
	{f.message | some f in policy.fail} == {"it is evaluated only: what breaks it is noted and let through"} with input as evaluated
	{f.message | some f in policy.fail} == {"it is disabled"} with input as disabled
}
