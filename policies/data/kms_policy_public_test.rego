package policies.data.kms_policy_public_test

import data.policies.data.kms_policy_public as policy

good := {
	"manager": "CUSTOMER", "state": "Enabled", "spec": "SYMMETRIC_DEFAULT", "usage": "ENCRYPT_DECRYPT", "source": "AWS_KMS", "rotation": true,
	"policy": [statement],
}

statement := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["arn:aws:iam::123456789012:root"]}, "not_principals": {}, "actions": ["kms:*"],
	"not_actions": [], "resources": ["*"], "not_resources": [], "conditions": [],
}

bad := object.union(good, {"policy": [object.union(statement, {"principals": {"AWS": ["*"]}})]})

of_the_account := object.union(good, {"policy": [object.union(statement, {"principals": {"AWS": ["*"]}, "conditions": [{"operator": "stringequals", "key": "kms:calleraccount", "values": ["123456789012"]}]})]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as of_the_account
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
