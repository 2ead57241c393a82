package policies.data.s3_policy_public_test

import data.policies.data.s3_policy_public as policy

good := {
	"created": "2025-01-10T08:00:00Z", "versioning": {"status": "enabled", "mfa_delete": true},
	"encryption": {"algorithm": "aws:kms", "kms_key": "arn:aws:kms:eu-central-1:123456789012:key/k", "bucket_key": true},
	"public_access_block": {"block_public_acls": true, "ignore_public_acls": true, "block_public_policy": true, "restrict_public_buckets": true},
	"policy": [tls], "grants": [owner], "ownership": "BucketOwnerEnforced", "logging": {"bucket": "logs", "prefix": ""},
	"lifecycle": [rule], "replication": [{"id": "copy", "enabled": true, "bucket": "arn:aws:s3:::copy", "account": null}],
	"object_lock": {"enabled": true, "mode": "GOVERNANCE", "days": 30}, "name": "data",
}

tls := {
	"sid": "tls", "effect": "deny", "principals": {"AWS": ["*"]}, "not_principals": {}, "actions": ["s3:*"], "not_actions": [],
	"resources": ["arn:aws:s3:::data", "arn:aws:s3:::data/*"], "not_resources": [],
	"conditions": [{"operator": "bool", "key": "aws:securetransport", "values": ["false"]}],
}

owner := {"grantee": "75aa57f09aa0c8ca", "permission": "FULL_CONTROL", "public": false}

rule := {"id": "old", "enabled": true, "expire_days": null, "expire_old_days": 90, "abort_upload_days": 7}

public := object.union(tls, {"sid": null, "effect": "allow", "actions": ["s3:getobject"], "conditions": []})

no_account := {"aws.account": [{"s3_public_access_block": null}]}

safe_account := {"aws.account": [{"s3_public_access_block": good.public_access_block}]}

bad := object.union(good, {"policy": [tls, public], "public_access_block": null})

held_back := object.union(good, {"policy": [public]})

test_no_public_statement_passes if {
	count(policy.fail) == 0 with input as good with data.resources as no_account
}

test_one_that_is_held_back_passes if {
	count(policy.fail) == 0 with input as held_back with data.resources as no_account
	count(policy.fail) == 0 with input as bad with data.resources as safe_account
}

test_a_public_statement_fails if {
	count(policy.fail) == 1 with input as bad with data.resources as no_account
}
