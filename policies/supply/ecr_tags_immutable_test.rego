package policies.supply.ecr_tags_immutable_test

import data.policies.supply.ecr_tags_immutable as policy

good := {"immutable": true, "scanned": true, "kms_key": null, "policy": [], "expires": true}

bad := object.union(good, {"immutable": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
