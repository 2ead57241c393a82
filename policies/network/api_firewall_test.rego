package policies.network.api_firewall_test

import data.policies.network.api_firewall as policy

good := {
	"api": "shop", "protocol": "REST", "private": false, "access_log": "arn:aws:logs:eu-central-1:123456789012:log-group:api", "tracing": true,
	"web_acl": "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/w/1", "cache_open": false, "throttled": true,
}

bad := object.union(good, {"web_acl": null})

other := object.union(bad, {"private": true})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	policy.applicable with input as bad
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_others if {
	not policy.applicable with input as other
}
