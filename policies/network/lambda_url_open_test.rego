package policies.network.lambda_url_open_test

import data.policies.network.lambda_url_open as policy

good := {"runtime": "python3.13", "role": "arn:aws:iam::123456789012:role/f", "vpc": null, "timeout_seconds": 3, "tracing": "Active", "dead_letter": null, "policy": [], "open_urls": 0}

bad := object.union(good, {"open_urls": 1})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
