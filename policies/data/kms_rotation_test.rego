package policies.data.kms_rotation_test

import data.policies.data.kms_rotation as policy

good := {
	"manager": "CUSTOMER", "state": "Enabled", "spec": "SYMMETRIC_DEFAULT", "usage": "ENCRYPT_DECRYPT", "source": "AWS_KMS", "rotation": true,
	"policy": [statement],
}

statement := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["arn:aws:iam::123456789012:root"]}, "not_principals": {}, "actions": ["kms:*"],
	"not_actions": [], "resources": ["*"], "not_resources": [], "conditions": [],
}

bad := object.union(good, {"rotation": false})

asymmetric := object.union(good, {"rotation": null, "spec": "RSA_2048"})

disabled := object.union(good, {"rotation": false, "state": "Disabled"})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_others if {
	not policy.applicable with input as asymmetric
	not policy.applicable with input as disabled
}
