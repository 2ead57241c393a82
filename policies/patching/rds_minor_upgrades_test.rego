package policies.patching.rds_minor_upgrades_test

import data.policies.patching.rds_minor_upgrades as policy

good := {
	"engine": "postgres", "version": "16.3", "status": "available", "vpc": "vpc-1", "cluster": null, "encrypted": true,
	"kms_key": "arn:aws:kms:eu-central-1:123456789012:key/k", "public": false, "multi_az": true, "minor_upgrades": true, "backup_days": 14,
	"deletion_protection": true, "log_exports": ["postgresql"], "iam_login": false, "copy_tags": true,
}

bad := object.union(good, {"minor_upgrades": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
