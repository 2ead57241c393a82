package policies.access.aws_signing_certificates_test

import data.policies.access.aws_signing_certificates as policy

good := {
	"path": "/", "created": "2025-01-10T08:00:00Z", "groups": ["readers"], "attached_policies": [], "inline_policies": [],
	"permissions_boundary": null, "console": {"last_used": "2026-02-20T08:00:00Z", "last_changed": "2026-01-01T08:00:00Z"}, "mfa": true,
	"access_keys": {"1": {"active": true, "rotated": "2026-01-10T08:00:00Z", "last_used": "2026-02-27T08:00:00Z"}}, "signing_certificates": 0,
}

bad := object.union(good, {"signing_certificates": 1})

test_none_passes if {
	count(policy.fail) == 0 with input as good
}

test_one_fails if {
	count(policy.fail) == 1 with input as bad
}
