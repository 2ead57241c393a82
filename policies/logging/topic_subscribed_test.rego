package policies.logging.topic_subscribed_test

import data.policies.logging.topic_subscribed as policy

good := {"policy": [], "kms_key": null, "confirmed": 1, "pending": 0}

none := object.union(good, {"confirmed": 0})

waiting := object.union(good, {"confirmed": 0, "pending": 1})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as none
	count(policy.fail) == 1 with input as waiting
}
