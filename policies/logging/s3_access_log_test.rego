package policies.logging.s3_access_log_test

import data.policies.logging.s3_access_log as policy

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

bad := object.union(good, {"logging": null})

delivery := object.union(tls, {
	"sid": null, "effect": "allow", "actions": ["s3:putobject"], "conditions": [],
	"principals": {"Service": ["logging.s3.amazonaws.com"]},
})

target := object.union(bad, {"policy": [tls, json.patch(delivery, [{"op": "remove", "path": "/principals/AWS"}])]})

by_grant := object.union(bad, {"grants": [owner, {"grantee": "http://acs.amazonaws.com/groups/s3/LogDelivery", "permission": "WRITE", "public": false}]})

refused := object.union(bad, {"policy": [object.union(delivery, {"effect": "deny"})]})

test_a_log_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_none_fails if {
	policy.applicable with input as bad
	policy.applicable with input as refused
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_the_bucket_of_logs if {
	not policy.applicable with input as target
	not policy.applicable with input as by_grant
}
