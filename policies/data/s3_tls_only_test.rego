package policies.data.s3_tls_only_test

import data.policies.data.s3_tls_only as policy

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

empty := object.union(good, {"policy": []})

allowing := object.union(good, {"policy": [object.union(tls, {"effect": "allow"})]})

one_action := object.union(good, {"policy": [object.union(tls, {"actions": ["s3:getobject"]})]})

bucket_only := object.union(good, {"policy": [object.union(tls, {"resources": ["arn:aws:s3:::data"]})]})

more_conditions := object.union(good, {"policy": [object.union(tls, {"conditions": [tls.conditions[0], {"operator": "stringequals", "key": "aws:principalaccount", "values": ["1"]}]})]})

everything := object.union(good, {"policy": [object.union(tls, {"actions": ["*"], "resources": ["*"]})]})

by_version := object.union(good, {"policy": [object.union(tls, {"conditions": [{"operator": "numericlessthan", "key": "s3:tlsversion", "values": ["1.2"]}]})]})

test_a_refusal_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as by_version
	count(policy.fail) == 0 with input as everything
}

test_less_than_that_fails if {
	count(policy.fail) == 1 with input as empty
	count(policy.fail) == 1 with input as allowing
	count(policy.fail) == 1 with input as one_action
	count(policy.fail) == 1 with input as bucket_only
	count(policy.fail) == 1 with input as more_conditions
}
