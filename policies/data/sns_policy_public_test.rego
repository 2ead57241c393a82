package policies.data.sns_policy_public_test

import data.policies.data.sns_policy_public as policy

good := {"policy": [statement], "kms_key": null, "confirmed": 1, "pending": 0}

statement := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["*"]}, "not_principals": {}, "actions": ["sns:publish"], "not_actions": [], "resources": ["*"],
	"not_resources": [], "conditions": [{"operator": "stringequals", "key": "aws:sourceowner", "values": ["123456789012"]}],
}

bad := object.union(good, {"policy": [object.union(statement, {"conditions": []})]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
