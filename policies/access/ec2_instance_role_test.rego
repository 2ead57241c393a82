package policies.access.ec2_instance_role_test

import data.policies.access.ec2_instance_role as policy

good := {
	"type": "t3.micro", "state": "running", "launched": "2026-02-20T08:00:00Z", "vpc": "vpc-1", "public_address": null,
	"profile": "arn:aws:iam::123456789012:instance-profile/web", "security_groups": ["sg-1"],
	"metadata": {"enabled": true, "tokens": "required", "hops": 1}, "detailed_monitoring": false,
}

bad := object.union(good, {"profile": null})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
