package policies.cost.budget_kept_test

import data.policies.cost.budget_kept as policy

params := {"cost": {"budget_kept": {"tolerance_percent": 5}}}

good := {
	"owner": "Ines Roth", "date": "2026-01-10", "notes": "", "area": "cloud", "period": "2026", "currency": "EUR",
	"planned": 100000, "spent": 20000, "forecast": 104000, "approved_by": "Management board",
}

overspent := object.union(good, {"spent": 105001, "forecast": null})

heading_there := object.union(good, {"forecast": 120000})

test_within_the_plan_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_overspending_fails if {
	{f.key | some f in policy.fail} == {"spent"} with input as overspent with data.params as params
	{f.key | some f in policy.fail} == {"forecast"} with input as heading_there with data.params as params
}

test_the_tolerance_can_be_set if {
	count(policy.fail) == 1 with input as good with data.params.cost.budget_kept.tolerance_percent as 0
}
