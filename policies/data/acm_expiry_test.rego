package policies.data.acm_expiry_test

import data.policies.data.acm_expiry as policy

params := {"data": {"acm_expiry": {"days": 30}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

good := {"domain": "www.example.org", "status": "ISSUED", "type": "IMPORTED", "in_use": true, "expires": "2027-03-01T00:00:00Z", "key_type": "RSA_2048", "renewals": false}

bad := object.union(good, {"expires": "2026-03-10T00:00:00Z"})

ended := object.union(good, {"expires": "2026-01-10T00:00:00Z"})

unused := object.union(good, {"in_use": false})

test_what_is_in_order_passes if {
	policy.applicable with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 1 with input as ended with data.params as params with data.audit.now_ns as now
}

test_does_not_apply_to_others if {
	not policy.applicable with input as unused with data.params as params with data.audit.now_ns as now
}
