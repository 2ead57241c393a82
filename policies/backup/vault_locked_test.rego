package policies.backup.vault_locked_test

import data.policies.backup.vault_locked as policy

good := {"points": 3, "kms_key": null, "locked": true, "min_days": 7}

bad := object.union(good, {"locked": false, "min_days": null})

empty := object.union(good, {"points": 0, "locked": false})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_others if {
	not policy.applicable with input as empty
}
