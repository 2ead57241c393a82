package policies.backup.rds_multi_az_test

import data.policies.backup.rds_multi_az as policy

good := {
	"engine": "postgres", "version": "16.3", "status": "available", "vpc": "vpc-1", "cluster": null, "encrypted": true,
	"kms_key": "arn:aws:kms:eu-central-1:123456789012:key/k", "public": false, "multi_az": true, "minor_upgrades": true, "backup_days": 14,
	"deletion_protection": true, "log_exports": ["postgresql"], "iam_login": false, "copy_tags": true,
}

bad := object.union(good, {"multi_az": false})

member := object.union(good, {"cluster": "c"})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_others if {
	not policy.applicable with input as member
}
