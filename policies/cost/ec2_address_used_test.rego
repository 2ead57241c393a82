package policies.cost.ec2_address_used_test

import data.policies.cost.ec2_address_used as policy

good := {"public_address": "203.0.113.7", "used": true}

bad := object.union(good, {"used": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
