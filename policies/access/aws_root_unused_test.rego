package policies.access.aws_root_unused_test

import data.policies.access.aws_root_unused as policy

params := {"access": {"aws_root_unused": {"days": 30}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := {"access_key": false, "mfa": true, "mfa_type": "hardware", "password_last_used": "2025-01-10T08:00:00Z", "access_key_last_used": null}

never := object.union(good, {"password_last_used": null})

signed_in := object.union(good, {"password_last_used": "2026-02-20T08:00:00Z"})

key_used := object.union(good, {"access_key_last_used": "2026-02-27T08:00:00Z"})

test_long_ago_and_never_pass if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as never with data.params as params with data.audit.now_ns as now
}

test_use_in_the_last_days_fails if {
	count(policy.fail) == 1 with input as signed_in with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 1 with input as key_used with data.params as params with data.audit.now_ns as now
}
