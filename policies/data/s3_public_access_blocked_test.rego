package policies.data.s3_public_access_blocked_test

import data.policies.data.s3_public_access_blocked as policy

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

no_account := {"aws.account": [{"s3_public_access_block": null}]}

safe_account := {"aws.account": [{"s3_public_access_block": good.public_access_block}]}

none := object.union(good, {"public_access_block": null})

one_off := object.union(good, {"public_access_block": {"block_public_policy": false}})

test_four_switches_pass if {
	count(policy.fail) == 0 with input as good with data.resources as no_account
}

test_those_of_the_account_count if {
	count(policy.fail) == 0 with input as none with data.resources as safe_account
}

test_what_is_off_in_both_fails if {
	count(policy.fail) == 4 with input as none with data.resources as no_account
	{f.key | some f in policy.fail} == {"block_public_policy"} with input as one_off with data.resources as no_account
}
