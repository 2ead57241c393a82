package policies.access.aws_support_role_test

import data.policies.access.aws_support_role as policy

good := {
	"partition": "aws", "alias": "acme", "regions": ["eu-central-1", "us-east-1"],
	"contacts": {
		"security": {"name": "Security desk", "title": "On call", "email": "security@example.org"},
		"billing": {"name": "Finance", "title": "Accounts", "email": "finance@example.org"},
		"operations": {"name": "Operations", "title": "On call", "email": "ops@example.org"},
	},
	"s3_public_access_block": {"block_public_acls": true, "ignore_public_acls": true, "block_public_policy": true, "restrict_public_buckets": true},
}

role := {"id": "arn:aws:iam::123456789012:role/support", "attached_policies": ["arn:aws:iam::aws:policy/AWSSupportAccess"]}

other := {"id": "arn:aws:iam::123456789012:role/x", "attached_policies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}

test_a_role_passes if {
	count(policy.fail) == 0 with input as good with data.resources as {"aws.iam.role": [other, role]}
}

test_none_fails if {
	count(policy.fail) == 1 with input as good with data.resources as {"aws.iam.role": [other]}
	count(policy.fail) == 1 with input as good with data.resources as {"aws.iam.role": []}
}
