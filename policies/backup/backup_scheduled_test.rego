package policies.backup.backup_scheduled_test

import data.policies.backup.backup_scheduled as policy

host := {"linux.host": [{"container": false}]}

container := {"linux.host": [{"container": true}]}

good := {
	"tools": ["restic"],
	"schedules": [{"source": "restic-backup.timer", "tool": "restic", "command": "restic backup /srv", "active": true}],
}

nothing := {"tools": [], "schedules": []}

unscheduled := {"tools": ["restic"], "schedules": []}

stopped := json.patch(good, [{"op": "replace", "path": "/schedules/0/active", "value": false}])

test_an_active_schedule_passes if {
	count(policy.fail) == 0 with input as good with data.resources as host
}

test_no_backup_fails if {
	some f in policy.fail with input as nothing with data.resources as host
	contains(f.message, "no backup program")
}

test_a_program_that_nothing_starts_fails if {
	some f in policy.fail with input as unscheduled with data.resources as host
	f.message == "restic is installed and nothing starts it"
}

test_a_stopped_schedule_fails if {
	some f in policy.fail with input as stopped with data.resources as host
	f.message == "the backup schedule restic-backup.timer is not active"
}

test_a_container_is_saved_with_its_host if {
	policy.applicable with input as nothing with data.resources as host
	not policy.applicable with input as nothing with data.resources as container
}
