package policies.backup.rds_backups_test

import data.policies.backup.rds_backups as policy

params := {"backup": {"rds_backups": {"days": 7}}}

good := {
	"engine": "postgres", "version": "16.3", "status": "available", "vpc": "vpc-1", "cluster": null, "encrypted": true,
	"kms_key": "arn:aws:kms:eu-central-1:123456789012:key/k", "public": false, "multi_az": true, "minor_upgrades": true, "backup_days": 14,
	"deletion_protection": true, "log_exports": ["postgresql"], "iam_login": false, "copy_tags": true,
}

none := object.union(good, {"backup_days": 0})

short := object.union(good, {"backup_days": 1})

member := object.union(good, {"cluster": "c"})

test_what_is_in_order_passes if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as none with data.params as params
	count(policy.fail) == 1 with input as short with data.params as params
}

test_does_not_apply_to_others if {
	not policy.applicable with input as member with data.params as params
}
