package policies.access.aws_access_key_rotated_test

import data.policies.access.aws_access_key_rotated as policy

params := {"access": {"aws_access_key_rotated": {"days": 90}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := {
	"path": "/", "created": "2025-01-10T08:00:00Z", "groups": ["readers"], "attached_policies": [], "inline_policies": [],
	"permissions_boundary": null, "console": {"last_used": "2026-02-20T08:00:00Z", "last_changed": "2026-01-01T08:00:00Z"}, "mfa": true,
	"access_keys": {"1": {"active": true, "rotated": "2026-01-10T08:00:00Z", "last_used": "2026-02-27T08:00:00Z"}}, "signing_certificates": 0,
}

old := object.union(good, {"access_keys": {"1": {"rotated": "2025-11-01T08:00:00Z"}}})

unknown := object.union(good, {"access_keys": {"1": {"rotated": null}}})

disabled := object.union(old, {"access_keys": {"1": {"active": false}}})

test_a_new_key_and_a_disabled_one_pass if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as disabled with data.params as params with data.audit.now_ns as now
}

test_an_old_key_fails if {
	{f.key | some f in policy.fail} == {"access key 1"} with input as old with data.params as params with data.audit.now_ns as now
	{f.key | some f in policy.fail} == {"access key 1"} with input as unknown with data.params as params with data.audit.now_ns as now
}
