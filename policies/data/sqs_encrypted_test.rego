package policies.data.sqs_encrypted_test

import data.policies.data.sqs_encrypted as policy

good := {"policy": [], "encrypted": true, "kms_key": null, "dead_letter": "arn:aws:sqs:us-east-1:123456789012:dead"}

bad := object.union(good, {"encrypted": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
