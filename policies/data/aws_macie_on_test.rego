package policies.data.aws_macie_on_test

import data.policies.data.aws_macie_on as policy

good := {"enabled": true, "discovery": true, "origin": {"target": "t", "collector": "aws", "region": "eu-central-1"}}

buckets := {"aws.s3.bucket": [{"name": "data", "origin": {"region": "eu-central-1"}}]}

bad := object.union(good, {"enabled": false, "discovery": false})

idle := object.union(good, {"discovery": false})

elsewhere := object.union(bad, {"origin": {"region": "us-east-1"}})

test_what_is_in_order_passes if {
	policy.applicable with input as good with data.resources as buckets
	count(policy.fail) == 0 with input as good with data.resources as buckets
}

test_what_is_not_fails if {
	{f.path | some f in policy.fail} == {"enabled"} with input as bad with data.resources as buckets
	{f.path | some f in policy.fail} == {"discovery"} with input as idle with data.resources as buckets
}

test_does_not_apply_without_buckets if {
	not policy.applicable with input as elsewhere with data.resources as buckets
}
