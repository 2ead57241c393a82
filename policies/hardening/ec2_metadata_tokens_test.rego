package policies.hardening.ec2_metadata_tokens_test

import data.policies.hardening.ec2_metadata_tokens as policy

good := {
	"type": "t3.micro", "state": "running", "launched": "2026-02-20T08:00:00Z", "vpc": "vpc-1", "public_address": null,
	"profile": "arn:aws:iam::123456789012:instance-profile/web", "security_groups": ["sg-1"],
	"metadata": {"enabled": true, "tokens": "required", "hops": 1}, "detailed_monitoring": false,
}

bad := object.union(good, {"metadata": {"tokens": "optional"}})

off := object.union(good, {"metadata": {"tokens": "optional", "enabled": false}})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_others if {
	not policy.applicable with input as off
}
