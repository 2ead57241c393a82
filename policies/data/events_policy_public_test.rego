package policies.data.events_policy_public_test

import data.policies.data.events_policy_public as policy

good := {"policy": []}

statement := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["*"]}, "not_principals": {}, "actions": ["x:do"], "not_actions": [], "resources": ["*"],
	"not_resources": [], "conditions": [{"operator": "stringequals", "key": "aws:principalorgid", "values": ["o-abc"]}],
}

narrowed := object.union(good, {"policy": [statement]})

bad := object.union(good, {"policy": [object.union(statement, {"conditions": []})]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}

test_a_condition_on_callers_passes if {
	count(policy.fail) == 0 with input as narrowed
}
