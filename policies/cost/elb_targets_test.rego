package policies.cost.elb_targets_test

import data.policies.cost.elb_targets as policy

good := {"type": "ip", "load_balancers": ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"], "targets": 2, "healthy": 2}

bad := object.union(good, {"targets": 0, "healthy": 0})

other := json.patch(bad, [{"op": "replace", "path": "/load_balancers", "value": []}])

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
