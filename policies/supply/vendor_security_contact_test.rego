package policies.supply.vendor_security_contact_test

import data.policies.supply.vendor_security_contact as policy

params := {"supply": {"vendor_security_contact": {"criticalities": ["high", "critical"]}}}

good := {
	"owner": "Ines Roth", "date": "2025-01-10", "notes": "", "service": "e-mail", "criticality": "high",
	"data": ["personal"], "contacts": [{"name": "Desk", "role": "Security", "email": "sec@example.com", "phone": null}],
	"reviewed_on": "2025-09-01", "next_review": "2026-09-01", "contract_ends": "2027-01-01",
	"agreement": "2025-01-10", "certifications": ["ISO 27001"], "exit_plan": true,
}

by_phone := json.patch(good, [
	{"op": "replace", "path": "/contacts/0/email", "value": null},
	{"op": "replace", "path": "/contacts/0/phone", "value": "+41 00 000 00 00"},
])

unreachable := json.patch(good, [{"op": "replace", "path": "/contacts/0/email", "value": null}])

sales := json.patch(good, [{"op": "replace", "path": "/contacts/0/role", "value": "account"}])

minor := object.union(sales, {"criticality": "low"})

test_a_contact_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as by_phone
}

test_no_usable_contact_fails if {
	count(policy.fail) == 1 with input as unreachable
	count(policy.fail) == 1 with input as sales
}

test_applies_to_critical_vendors if {
	policy.applicable with input as sales with data.params as params
	not policy.applicable with input as minor with data.params as params
	policy.applicable with input as minor with data.params.supply.vendor_security_contact.criticalities as ["low"]
}
