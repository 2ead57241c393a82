package policies.access.aws_user_mfa_test

import data.policies.access.aws_user_mfa as policy

good := {
	"path": "/", "created": "2025-01-10T08:00:00Z", "groups": ["readers"], "attached_policies": [], "inline_policies": [],
	"permissions_boundary": null, "console": {"last_used": "2026-02-20T08:00:00Z", "last_changed": "2026-01-01T08:00:00Z"}, "mfa": true,
	"access_keys": {"1": {"active": true, "rotated": "2026-01-10T08:00:00Z", "last_used": "2026-02-27T08:00:00Z"}}, "signing_certificates": 0,
}

bad := object.union(good, {"mfa": false})

of_a_program := object.union(bad, {"console": null})

test_a_second_factor_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_a_password_alone_fails if {
	count(policy.fail) == 1 with input as bad
}

test_applies_to_users_with_a_password if {
	not policy.applicable with input as of_a_program
}
