package policies.access.aws_root_mfa_device_test

import data.policies.access.aws_root_mfa_device as policy

good := {"access_key": false, "mfa": true, "mfa_type": "hardware", "password_last_used": "2025-01-10T08:00:00Z", "access_key_last_used": null}

virtual := object.union(good, {"mfa_type": "virtual"})

none := object.union(good, {"mfa": false, "mfa_type": null})

test_a_device_passes if {
	count(policy.fail) == 0 with input as good
}

test_an_application_or_nothing_fails if {
	count(policy.fail) == 1 with input as virtual
	count(policy.fail) == 1 with input as none
}
