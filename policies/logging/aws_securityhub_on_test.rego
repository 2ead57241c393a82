package policies.logging.aws_securityhub_on_test

import data.policies.logging.aws_securityhub_on as policy

good := {"enabled": true, "auto_enable_controls": true}

bad := object.union(good, {"enabled": false, "auto_enable_controls": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
