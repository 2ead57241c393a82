package policies.access.secret_rotation_test

import data.policies.access.secret_rotation as policy

params := {"access": {"secret_rotation": {"days": 90}}}

good := {"created": "2025-01-10T08:00:00Z", "rotation": true, "rotation_days": 30, "changed": "2026-02-10T08:00:00Z", "accessed": "2026-02-20T00:00:00Z", "kms_key": null, "policy": []}

none := object.union(good, {"rotation": false, "rotation_days": null})

rare := object.union(good, {"rotation_days": 365})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as none with data.params as params
	count(policy.fail) == 1 with input as rare with data.params as params
}
