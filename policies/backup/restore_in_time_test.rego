package policies.backup.restore_in_time_test

import data.policies.backup.restore_in_time as policy

good := {
	"owner": "Ines Roth", "date": "2025-11-02", "notes": "", "system": "Wiki", "backup": "restic 4f2a", "success": true,
	"minutes": 35, "objective_minutes": 60, "data_loss_minutes": 600, "loss_objective_minutes": 1440,
}

slow := object.union(good, {"minutes": 61})

no_objective := object.union(good, {"objective_minutes": null})

failed := object.union(good, {"success": false})

alone := {"register.restore_test": [slow]}

repeated := {"register.restore_test": [slow, object.union(good, {"date": "2025-11-09"})]}

test_a_quick_restore_passes if {
	count(policy.fail) == 0 with input as good with data.records as alone
}

test_each_miss_fails if {
	{f.path | some f in policy.fail} == {"minutes"} with input as slow with data.records as alone
	{f.path | some f in policy.fail} == {"objective_minutes"} with input as no_objective with data.records as alone
}

test_applies_to_the_latest_successful_test if {
	policy.applicable with input as slow with data.records as alone
	not policy.applicable with input as slow with data.records as repeated
	not policy.applicable with input as failed with data.records as alone
}
