package policies.access.aws_user_by_group_test

import data.policies.access.aws_user_by_group as policy

good := {
	"path": "/", "created": "2025-01-10T08:00:00Z", "groups": ["readers"], "attached_policies": [], "inline_policies": [],
	"permissions_boundary": null, "console": {"last_used": "2026-02-20T08:00:00Z", "last_changed": "2026-01-01T08:00:00Z"}, "mfa": true,
	"access_keys": {"1": {"active": true, "rotated": "2026-01-10T08:00:00Z", "last_used": "2026-02-27T08:00:00Z"}}, "signing_certificates": 0,
}

attached := object.union(good, {"attached_policies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]})

inline := object.union(good, {"inline_policies": [{"name": "own", "statements": []}]})

test_groups_pass if {
	count(policy.fail) == 0 with input as good
}

test_own_permissions_fail if {
	count(policy.fail) == 1 with input as attached
	count(policy.fail) == 1 with input as inline
}
