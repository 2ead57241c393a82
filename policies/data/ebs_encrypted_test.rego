package policies.data.ebs_encrypted_test

import data.policies.data.ebs_encrypted as policy

good := {"gib": 8, "type": "gp3", "created": "2025-01-10T08:00:00Z", "encrypted": true, "kms_key": "arn:aws:kms:eu-central-1:123456789012:key/k", "attached": true}

bad := object.union(good, {"encrypted": false, "kms_key": null})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
