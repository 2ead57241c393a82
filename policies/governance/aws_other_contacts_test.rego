package policies.governance.aws_other_contacts_test

import data.policies.governance.aws_other_contacts as policy

good := {
	"partition": "aws", "alias": "acme", "regions": ["eu-central-1", "us-east-1"],
	"contacts": {
		"security": {"name": "Security desk", "title": "On call", "email": "security@example.org"},
		"billing": {"name": "Finance", "title": "Accounts", "email": "finance@example.org"},
		"operations": {"name": "Operations", "title": "On call", "email": "ops@example.org"},
	},
	"s3_public_access_block": {"block_public_acls": true, "ignore_public_acls": true, "block_public_policy": true, "restrict_public_buckets": true},
}

bad := object.union(good, {"contacts": {"billing": null, "operations": null}})

test_contacts_pass if {
	count(policy.fail) == 0 with input as good
}

test_none_fail if {
	count(policy.fail) == 2 with input as bad
}
