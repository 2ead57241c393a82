package policies.logging.aws_trail_bucket_logged_test

import data.policies.logging.aws_trail_bucket_logged as policy

good := {
	"home_region": "us-east-1", "multi_region": true, "organization": false, "global_services": true, "logging": true, "validation": true,
	"kms_key": "arn:aws:kms:us-east-1:123456789012:key/k", "bucket": "trail-logs", "log_group": "arn:aws:logs:us-east-1:123456789012:log-group:trail",
	"delivery_error": null, "management": {"reads": true, "writes": true},
	"data": [{"type": "AWS::S3::Object", "reads": true, "writes": true, "resources": ["*"], "narrowed": false}],
}

bad := object.union(good, {"bucket": "other"})

buckets := {"aws.s3.bucket": [{"name": "trail-logs", "logging": {"bucket": "logs", "prefix": ""}}, {"name": "other", "logging": null}]}

elsewhere := object.union(good, {"bucket": "not-ours"})

test_what_is_in_order_passes if {
	policy.applicable with input as good with data.resources as buckets
	count(policy.fail) == 0 with input as good with data.resources as buckets
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad with data.resources as buckets
}

test_does_not_apply_to_others if {
	not policy.applicable with input as elsewhere with data.resources as buckets
}
