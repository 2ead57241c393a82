package policies.data.efs_policy_public_test

import data.policies.data.efs_policy_public as policy

good := {"encrypted": true, "kms_key": null, "backup": true, "policy": []}

statement := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["*"]}, "not_principals": {}, "actions": ["x:do"], "not_actions": [], "resources": ["*"],
	"not_resources": [], "conditions": [{"operator": "stringequals", "key": "aws:sourceaccount", "values": ["123456789012"]}],
}

bad := object.union(good, {"policy": [object.union(statement, {"conditions": []})]})

narrowed := object.union(good, {"policy": [statement]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as narrowed
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
