package policies.logging.aws_config_on_test

import data.policies.logging.aws_config_on as policy

good := {"recorder": {"name": "default", "all_supported": true, "global_types": true, "recording": true, "last_status": "SUCCESS"}, "delivery_bucket": "logs"}

none := object.union(good, {"recorder": null})

stopped := object.union(good, {"recorder": {"recording": false}})

partly := object.union(good, {"recorder": {"all_supported": false}})

failing := object.union(good, {"recorder": {"last_status": "FAILURE"}})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as none
	count(policy.fail) == 1 with input as stopped
	count(policy.fail) == 1 with input as partly
	count(policy.fail) == 1 with input as failing
}
