package policies.cost.secret_used_test

import data.policies.cost.secret_used as policy

params := {"cost": {"secret_used": {"days": 90}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := {"created": "2025-01-10T08:00:00Z", "rotation": true, "rotation_days": 30, "changed": "2026-02-10T08:00:00Z", "accessed": "2026-02-20T00:00:00Z", "kms_key": null, "policy": []}

old := object.union(good, {"accessed": "2025-06-01T00:00:00Z"})

never := object.union(good, {"accessed": null})

new := object.union(good, {"accessed": null, "created": "2026-02-20T08:00:00Z"})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as new with data.params as params with data.audit.now_ns as now
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as old with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 1 with input as never with data.params as params with data.audit.now_ns as now
}
