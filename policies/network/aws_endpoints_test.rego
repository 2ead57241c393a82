package policies.network.aws_endpoints_test

import data.policies.network.aws_endpoints as policy

params := {"network": {"aws_endpoints": {"services": ["s3"]}}}

good := {"cidr": "10.1.0.0/16", "default": false, "flow_logs": [], "name": "vpc-1"}

resources := {"aws.ec2.endpoint": [{"vpc": "vpc-1", "service": "com.amazonaws.eu-central-1.s3", "state": "available", "type": "Gateway", "policy": []}]}

bad := object.union(good, {"name": "vpc-2"})

test_an_endpoint_passes if {
	policy.applicable with input as good with data.params as params with data.resources as resources
	count(policy.fail) == 0 with input as good with data.params as params with data.resources as resources
}

test_none_fails if {
	{f.key | some f in policy.fail} == {"s3"} with input as bad with data.params as params with data.resources as resources
	{f.key | some f in policy.fail} == {"sqs"} with input as good with data.params.network.aws_endpoints.services as ["sqs"] with data.resources as resources
}

test_does_not_apply_to_the_default_network if {
	not policy.applicable with input as object.union(bad, {"default": true}) with data.params as params with data.resources as resources
}
