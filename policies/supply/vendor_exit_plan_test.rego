package policies.supply.vendor_exit_plan_test

import data.policies.supply.vendor_exit_plan as policy

params := {"supply": {"vendor_exit_plan": {"criticalities": ["high", "critical"]}}}

good := {
	"owner": "Ines Roth", "date": "2025-01-10", "notes": "", "service": "e-mail", "criticality": "critical",
	"data": [], "contacts": [], "reviewed_on": "2025-09-01", "next_review": "2026-09-01",
	"contract_ends": "2027-01-01", "agreement": null, "certifications": [], "exit_plan": true,
}

bad := object.union(good, {"exit_plan": false})

minor := object.union(bad, {"criticality": "low"})

test_a_plan_passes if {
	count(policy.fail) == 0 with input as good
}

test_no_plan_fails if {
	count(policy.fail) == 1 with input as bad
}

test_applies_to_critical_vendors if {
	policy.applicable with input as bad with data.params as params
	not policy.applicable with input as minor with data.params as params
	policy.applicable with input as minor with data.params.supply.vendor_exit_plan.criticalities as ["low"]
}
