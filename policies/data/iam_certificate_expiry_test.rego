package policies.data.iam_certificate_expiry_test

import data.policies.data.iam_certificate_expiry as policy

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := {"path": "/", "uploaded": "2025-01-10T08:00:00Z", "expires": "2027-03-01T00:00:00Z"}

bad := object.union(good, {"expires": "2026-01-10T00:00:00Z"})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good with data.audit.now_ns as now
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad with data.audit.now_ns as now
}
