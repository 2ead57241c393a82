package policies.backup.restore_succeeded_test

import data.policies.backup.restore_succeeded as policy

good := {
	"owner": "Ines Roth", "date": "2025-11-02", "notes": "", "system": "Wiki", "backup": "restic 4f2a", "success": true,
	"minutes": 35, "objective_minutes": 60, "data_loss_minutes": 600, "loss_objective_minutes": 1440,
}

bad := object.union(good, {"success": false})

alone := {"register.restore_test": [bad]}

repeated := {"register.restore_test": [bad, object.union(good, {"system": "wiki", "date": "2025-11-09"})]}

test_success_passes if {
	count(policy.fail) == 0 with input as good with data.records as alone
}

test_failure_fails if {
	count(policy.fail) == 1 with input as bad with data.records as alone
}

test_applies_to_the_latest_test if {
	policy.applicable with input as bad with data.records as alone
	not policy.applicable with input as bad with data.records as repeated
}
