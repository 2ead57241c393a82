package policies.backup.restore_tested_test

import data.policies.backup.restore_tested as policy

params := {"backup": {"restore_tested": {"systems": [], "days": 365}}}

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

index := {"counts": {"register.restore_test": 1}}

proof := {
	"owner": "Ines Roth", "date": "2025-11-02", "notes": "", "system": "Wiki", "backup": "restic 4f2a", "success": true,
	"minutes": 35, "objective_minutes": 60, "data_loss_minutes": 600, "loss_objective_minutes": 1440,
}

good := {"register.restore_test": [proof]}

old := {"register.restore_test": [object.union(proof, {"date": "2024-11-02"})]}

failed := {"register.restore_test": [object.union(proof, {"success": false})]}

none := {"register.restore_test": []}

test_a_recent_success_passes if {
	count(policy.fail) == 0 with input as index with data.records as good with data.params as params
		with data.audit as audit
}

test_no_recent_success_fails if {
	{f.key | some f in policy.fail} == {"any"} with input as index with data.records as none
		with data.params as params with data.audit as audit
	count(policy.fail) == 1 with input as index with data.records as old with data.params as params with data.audit as audit
	count(policy.fail) == 1 with input as index with data.records as failed with data.params as params
		with data.audit as audit
}

test_systems_and_days_can_be_set if {
	{f.key | some f in policy.fail} == {"system mail"} with input as index with data.records as good
		with data.audit as audit with data.params.backup.restore_tested.systems as ["wiki", "mail"] with data.params.backup.restore_tested.days as 365
	{f.key | some f in policy.fail} == {"any"} with input as index with data.records as good
		with data.audit as audit with data.params.backup.restore_tested.systems as [] with data.params.backup.restore_tested.days as 90
}
