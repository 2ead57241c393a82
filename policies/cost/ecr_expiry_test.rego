package policies.cost.ecr_expiry_test

import data.policies.cost.ecr_expiry as policy

good := {"immutable": true, "scanned": true, "kms_key": null, "policy": [], "expires": true}

bad := object.union(good, {"expires": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
