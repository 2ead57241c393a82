package policies.backup.efs_backup_test

import data.policies.backup.efs_backup as policy

good := {"encrypted": true, "kms_key": "arn:aws:kms:eu-central-1:123456789012:key/k", "backup": true, "policy": []}

bad := object.union(good, {"backup": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
