package policies.backup.restore_loss_test

import data.policies.backup.restore_loss as policy

good := {
	"owner": "Ines Roth", "date": "2025-11-02", "notes": "", "system": "Wiki", "backup": "restic 4f2a", "success": true,
	"minutes": 35, "objective_minutes": 60, "data_loss_minutes": 600, "loss_objective_minutes": 1440,
}

stale := object.union(good, {"data_loss_minutes": 1441})

unmeasured := object.union(good, {"data_loss_minutes": null})

no_loss_objective := object.union(unmeasured, {"loss_objective_minutes": null})

failed := object.union(good, {"success": false})

alone := {"register.restore_test": [stale]}

repeated := {"register.restore_test": [stale, object.union(good, {"date": "2025-11-09"})]}

test_fresh_data_passes if {
	count(policy.fail) == 0 with input as good with data.records as alone
}

test_old_or_unmeasured_data_fails if {
	{f.path | some f in policy.fail} == {"data_loss_minutes"} with input as stale with data.records as alone
	{f.path | some f in policy.fail} == {"data_loss_minutes"} with input as unmeasured with data.records as alone
}

test_applies_to_the_latest_successful_test if {
	policy.applicable with input as stale with data.records as alone
	not policy.applicable with input as stale with data.records as repeated
	not policy.applicable with input as failed with data.records as alone
	not policy.applicable with input as no_loss_objective with data.records as alone
}
