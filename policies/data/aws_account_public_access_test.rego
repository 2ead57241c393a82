package policies.data.aws_account_public_access_test

import data.policies.data.aws_account_public_access as policy

good := {
	"partition": "aws", "alias": "acme", "regions": ["eu-central-1", "us-east-1"],
	"contacts": {
		"security": {"name": "Security desk", "title": "On call", "email": "security@example.org"},
		"billing": {"name": "Finance", "title": "Accounts", "email": "finance@example.org"},
		"operations": {"name": "Operations", "title": "On call", "email": "ops@example.org"},
	},
	"s3_public_access_block": {"block_public_acls": true, "ignore_public_acls": true, "block_public_policy": true, "restrict_public_buckets": true},
}

one_off := object.union(good, {"s3_public_access_block": {"block_public_policy": false}})

none := object.union(good, {"s3_public_access_block": null})

test_four_switches_pass if {
	count(policy.fail) == 0 with input as good
}

test_one_off_fails if {
	{f.key | some f in policy.fail} == {"block_public_policy"} with input as one_off
}

test_never_set_fails if {
	count(policy.fail) == 1 with input as none
}
