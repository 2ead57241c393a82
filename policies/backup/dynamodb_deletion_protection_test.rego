package policies.backup.dynamodb_deletion_protection_test

import data.policies.backup.dynamodb_deletion_protection as policy

good := {"status": "ACTIVE", "kms_key": null, "deletion_protection": true, "point_in_time": true, "on_demand": true}

bad := object.union(good, {"deletion_protection": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
