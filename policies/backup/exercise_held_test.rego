package policies.backup.exercise_held_test

import data.policies.backup.exercise_held as policy

params := {"backup": {"exercise_held": {"days": 365}}}

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

index := {"counts": {"register.exercise": 1}}

exercise := {
	"owner": "Ines Roth", "date": "2025-10-01", "notes": "", "scenario": "loss of the data centre",
	"participants": ["ana"], "success": true, "findings": [], "next_due": "2026-10-01",
}

good := {"register.exercise": [exercise]}

old := {"register.exercise": [object.union(exercise, {"date": "2024-10-01"})]}

planned := {"register.exercise": [object.union(exercise, {"date": "2026-10-01"})]}

none := {"register.exercise": []}

test_a_recent_exercise_passes if {
	count(policy.fail) == 0 with input as index with data.records as good with data.params as params
		with data.audit as audit
}

test_none_fails if {
	count(policy.fail) == 1 with input as index with data.records as none with data.params as params with data.audit as audit
	count(policy.fail) == 1 with input as index with data.records as old with data.params as params with data.audit as audit
	count(policy.fail) == 1 with input as index with data.records as planned with data.params as params
		with data.audit as audit
}

test_the_days_can_be_set if {
	count(policy.fail) == 0 with input as index with data.records as old with data.params.backup.exercise_held.days as 730 with data.audit as audit
}
