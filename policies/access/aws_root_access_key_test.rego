package policies.access.aws_root_access_key_test

import data.policies.access.aws_root_access_key as policy

good := {"access_key": false, "mfa": true, "mfa_type": "hardware", "password_last_used": "2025-01-10T08:00:00Z", "access_key_last_used": null}

bad := object.union(good, {"access_key": true})

test_no_key_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_key_fails if {
	count(policy.fail) == 1 with input as bad
}
