package policies.access.aws_user_one_key_test

import data.policies.access.aws_user_one_key as policy

good := {
	"path": "/", "created": "2025-01-10T08:00:00Z", "groups": ["readers"], "attached_policies": [], "inline_policies": [],
	"permissions_boundary": null, "console": {"last_used": "2026-02-20T08:00:00Z", "last_changed": "2026-01-01T08:00:00Z"}, "mfa": true,
	"access_keys": {"1": {"active": true, "rotated": "2026-01-10T08:00:00Z", "last_used": "2026-02-27T08:00:00Z"}}, "signing_certificates": 0,
}

second := {"active": true, "rotated": "2026-02-10T08:00:00Z", "last_used": null}

bad := object.union(good, {"access_keys": {"2": second}})

one_active := object.union(bad, {"access_keys": {"2": {"active": false}}})

test_one_active_key_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as one_active
}

test_two_fail if {
	count(policy.fail) == 1 with input as bad
}
