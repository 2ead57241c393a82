package policies.patching.lambda_runtime_test

import data.policies.patching.lambda_runtime as policy

params := {"patching": {"lambda_runtime": {"ended": ["python3.8"]}}}

good := {"runtime": "python3.13", "role": "arn:aws:iam::123456789012:role/f", "vpc": null, "timeout_seconds": 3, "tracing": "Active", "dead_letter": null, "policy": [], "open_urls": 0}

bad := object.union(good, {"runtime": "python3.8"})

image := object.union(good, {"runtime": null})

test_what_is_in_order_passes if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad with data.params as params
}

test_does_not_apply_to_others if {
	not policy.applicable with input as image with data.params as params
}
