package policies.logging.alarm_tells_somebody_test

import data.policies.logging.alarm_tells_somebody as policy

good := {"metric": {"namespace": "Trail", "name": "root"}, "actions_enabled": true, "actions": ["arn:aws:sns:us-east-1:123456789012:security"]}

none := object.union(good, {"actions": []})

off := object.union(good, {"actions_enabled": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as none
	count(policy.fail) == 1 with input as off
}
