package policies.cost.budget_approved_test

import data.policies.cost.budget_approved as policy

good := {
	"owner": "Ines Roth", "date": "2026-01-10", "notes": "", "area": "cloud", "period": "2026", "currency": "EUR",
	"planned": 100000, "spent": 20000, "forecast": null, "approved_by": "Management board",
}

bad := object.union(good, {"approved_by": null})

test_an_approved_budget_passes if {
	count(policy.fail) == 0 with input as good
}

test_an_open_budget_fails if {
	count(policy.fail) == 1 with input as bad
}
