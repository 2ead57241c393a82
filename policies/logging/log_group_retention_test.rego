package policies.logging.log_group_retention_test

import data.policies.logging.log_group_retention as policy

params := {"logging": {"log_group_retention": {"days": 90}}}

good := {"retention_days": 365, "kms_key": null, "bytes": 0}

ever := object.union(good, {"retention_days": null})

short := object.union(good, {"retention_days": 7})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as ever with data.params as params
	count(policy.fail) == 1 with input as short with data.params as params
}
