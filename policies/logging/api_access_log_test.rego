package policies.logging.api_access_log_test

import data.policies.logging.api_access_log as policy

good := {
	"api": "shop", "protocol": "REST", "private": false, "access_log": "arn:aws:logs:eu-central-1:123456789012:log-group:api", "tracing": true,
	"web_acl": "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/w/1", "cache_open": false, "throttled": true,
}

bad := object.union(good, {"access_log": null})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
