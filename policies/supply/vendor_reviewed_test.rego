package policies.supply.vendor_reviewed_test

import data.policies.supply.vendor_reviewed as policy

params := {"supply": {"vendor_reviewed": {"criticalities": ["high", "critical"]}}}

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

good := {
	"owner": "Ines Roth", "date": "2025-01-10", "notes": "", "service": "e-mail", "criticality": "high",
	"data": ["personal"], "contacts": [{"name": "Desk", "role": "security", "email": "sec@example.com", "phone": null}],
	"reviewed_on": "2025-09-01", "next_review": "2026-09-01", "contract_ends": "2027-01-01",
	"agreement": "2025-01-10", "certifications": ["ISO 27001"], "exit_plan": true,
}

overdue := object.union(good, {"next_review": "2026-03-09"})

unplanned := object.union(good, {"next_review": null, "reviewed_on": null})

minor := object.union(unplanned, {"criticality": "low"})

minor_overdue := object.union(overdue, {"criticality": "low"})

test_a_review_ahead_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit as audit
}

test_an_overdue_review_fails if {
	{f.path | some f in policy.fail} == {"next_review"} with input as overdue with data.params as params
		with data.audit as audit
	count(policy.fail) == 1 with input as minor_overdue with data.params as params with data.audit as audit
}

test_a_critical_vendor_needs_reviews if {
	{f.path | some f in policy.fail} == {"next_review", "reviewed_on"} with input as unplanned
		with data.params as params with data.audit as audit
	count(policy.fail) == 0 with input as minor with data.params as params with data.audit as audit
	count(policy.fail) == 2 with input as minor with data.params.supply.vendor_reviewed.criticalities as ["low"] with data.audit as audit
}
