package policies.cost.budget_planned_test

import data.policies.cost.budget_planned as policy

params := {"cost": {"budget_planned": {"areas": []}}}

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

index := {"counts": {"register.budget": 1}}

budget := {
	"owner": "Ines Roth", "date": "2026-01-10", "notes": "", "area": "Cloud", "period": "2026-Q1", "currency": "EUR",
	"planned": 100000, "spent": 20000, "forecast": null, "approved_by": "Management board",
}

good := {"register.budget": [budget]}

last_year := {"register.budget": [object.union(budget, {"period": "2025"})]}

test_a_budget_for_this_year_passes if {
	count(policy.fail) == 0 with input as index with data.records as good with data.params as params
		with data.audit as audit
}

test_none_for_this_year_fails if {
	{f.key | some f in policy.fail} == {"any"} with input as index with data.records as last_year
		with data.params as params with data.audit as audit
}

test_areas_can_be_asked_for if {
	{f.key | some f in policy.fail} == {"area licences"} with input as index with data.records as good
		with data.audit as audit with data.params.cost.budget_planned.areas as ["cloud", "licences"]
}
