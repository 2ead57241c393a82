package policies.backup.dynamodb_point_in_time_test

import data.policies.backup.dynamodb_point_in_time as policy

good := {"status": "ACTIVE", "kms_key": null, "deletion_protection": true, "point_in_time": true, "on_demand": true}

bad := object.union(good, {"point_in_time": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
