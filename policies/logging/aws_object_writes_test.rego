package policies.logging.aws_object_writes_test

import data.policies.logging.aws_object_writes as policy

good := {"partition": "aws", "alias": null, "regions": ["us-east-1"], "contacts": {"security": null, "billing": null, "operations": null}, "s3_public_access_block": null}

trail := {
	"id": "arn:aws:cloudtrail:us-east-1:123456789012:trail/good",
	"home_region": "us-east-1", "multi_region": true, "organization": false, "global_services": true, "logging": true, "validation": true,
	"kms_key": "arn:aws:kms:us-east-1:123456789012:key/k", "bucket": "trail-logs", "log_group": "arn:aws:logs:us-east-1:123456789012:log-group:trail",
	"delivery_error": null, "management": {"reads": true, "writes": true},
	"data": [{"type": "AWS::S3::Object", "reads": true, "writes": true, "resources": ["*"], "narrowed": false}],
}

test_such_a_trail_passes if {
	count(policy.fail) == 0 with input as good with data.resources as {"aws.cloudtrail.trail": [trail]}
}

test_others_and_none_fail if {
	count(policy.fail) == 1 with input as good with data.resources as {"aws.cloudtrail.trail": []}
	count(policy.fail) == 1 with input as good with data.resources as {"aws.cloudtrail.trail": [object.union(trail, {"logging": false})]}
	count(policy.fail) == 1 with input as good with data.resources as {"aws.cloudtrail.trail": [object.union(trail, {"data": []})]}
	count(policy.fail) == 1 with input as good with data.resources as {"aws.cloudtrail.trail": [object.union(trail, {"data": [object.union(trail.data[0], {"writes": false})]})]}
	count(policy.fail) == 1 with input as good with data.resources as {"aws.cloudtrail.trail": [object.union(trail, {"data": [object.union(trail.data[0], {"resources": ["arn:aws:s3:::one/"]})]})]}
	count(policy.fail) == 1 with input as good with data.resources as {"aws.cloudtrail.trail": [object.union(trail, {"data": [object.union(trail.data[0], {"narrowed": true})]})]}
}
