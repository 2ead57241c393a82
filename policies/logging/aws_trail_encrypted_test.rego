package policies.logging.aws_trail_encrypted_test

import data.policies.logging.aws_trail_encrypted as policy

good := {
	"home_region": "us-east-1", "multi_region": true, "organization": false, "global_services": true, "logging": true, "validation": true,
	"kms_key": "arn:aws:kms:us-east-1:123456789012:key/k", "bucket": "trail-logs", "log_group": "arn:aws:logs:us-east-1:123456789012:log-group:trail",
	"delivery_error": null, "management": {"reads": true, "writes": true},
	"data": [{"type": "AWS::S3::Object", "reads": true, "writes": true, "resources": ["*"], "narrowed": false}],
}

bad := object.union(good, {"kms_key": null})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
