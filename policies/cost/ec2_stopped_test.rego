package policies.cost.ec2_stopped_test

import data.policies.cost.ec2_stopped as policy

params := {"cost": {"ec2_stopped": {"days": 30}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := {
	"type": "t3.micro", "state": "running", "launched": "2026-02-20T08:00:00Z", "vpc": "vpc-1", "public_address": null,
	"profile": "arn:aws:iam::123456789012:instance-profile/web", "security_groups": ["sg-1"],
	"metadata": {"enabled": true, "tokens": "required", "hops": 1}, "detailed_monitoring": false,
}

new := object.union(good, {"state": "stopped"})

old := object.union(good, {"state": "stopped", "launched": "2025-11-01T08:00:00Z"})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as new with data.params as params with data.audit.now_ns as now
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as old with data.params as params with data.audit.now_ns as now
}
