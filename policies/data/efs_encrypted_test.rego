package policies.data.efs_encrypted_test

import data.policies.data.efs_encrypted as policy

good := {"encrypted": true, "kms_key": "arn:aws:kms:eu-central-1:123456789012:key/k", "backup": true, "policy": []}

bad := object.union(good, {"encrypted": false, "kms_key": null})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
