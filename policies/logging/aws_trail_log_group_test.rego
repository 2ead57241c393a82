package policies.logging.aws_trail_log_group_test

import data.policies.logging.aws_trail_log_group as policy

good := {
	"home_region": "us-east-1", "multi_region": true, "organization": false, "global_services": true, "logging": true, "validation": true,
	"kms_key": "arn:aws:kms:us-east-1:123456789012:key/k", "bucket": "trail-logs", "log_group": "arn:aws:logs:us-east-1:123456789012:log-group:trail",
	"delivery_error": null, "management": {"reads": true, "writes": true},
	"data": [{"type": "AWS::S3::Object", "reads": true, "writes": true, "resources": ["*"], "narrowed": false}],
}

bad := object.union(good, {"log_group": null})

one_region := object.union(good, {"log_group": null, "multi_region": false})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_others if {
	not policy.applicable with input as one_region
}
