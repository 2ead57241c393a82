package policies.access.aws_credentials_unused_test

import data.policies.access.aws_credentials_unused as policy

params := {"access": {"aws_credentials_unused": {"days": 45}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := {
	"path": "/", "created": "2025-01-10T08:00:00Z", "groups": ["readers"], "attached_policies": [], "inline_policies": [],
	"permissions_boundary": null, "console": {"last_used": "2026-02-20T08:00:00Z", "last_changed": "2026-01-01T08:00:00Z"}, "mfa": true,
	"access_keys": {"1": {"active": true, "rotated": "2026-01-10T08:00:00Z", "last_used": "2026-02-27T08:00:00Z"}}, "signing_certificates": 0,
}

old_password := object.union(good, {"console": {"last_used": "2025-12-01T08:00:00Z"}})

never_used := object.union(good, {"console": {"last_used": null, "last_changed": "2025-12-01T08:00:00Z"}})

nothing_known := object.union(good, {"console": {"last_used": null, "last_changed": null}})

new := object.union(good, {"console": {"last_used": null, "last_changed": "2026-02-25T08:00:00Z"}})

old_key := object.union(good, {"access_keys": {"1": {"last_used": "2025-12-01T08:00:00Z"}}})

disabled := object.union(old_key, {"access_keys": {"1": {"active": false}}})

test_used_and_new_credentials_pass if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as new with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as disabled with data.params as params with data.audit.now_ns as now
}

test_a_forgotten_password_fails if {
	{f.key | some f in policy.fail} == {"password"} with input as old_password with data.params as params with data.audit.now_ns as now
	{f.key | some f in policy.fail} == {"password"} with input as never_used with data.params as params with data.audit.now_ns as now
	{f.key | some f in policy.fail} == {"password"} with input as nothing_known with data.params as params with data.audit.now_ns as now
}

test_a_forgotten_key_fails if {
	{f.key | some f in policy.fail} == {"access key 1"} with input as old_key with data.params as params with data.audit.now_ns as now
}
