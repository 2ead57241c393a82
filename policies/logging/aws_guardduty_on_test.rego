package policies.logging.aws_guardduty_on_test

import data.policies.logging.aws_guardduty_on as policy

good := {"enabled": true, "features": ["CLOUD_TRAIL"]}

bad := object.union(good, {"enabled": false, "features": []})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
