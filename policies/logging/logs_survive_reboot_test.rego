package policies.logging.logs_survive_reboot_test

import data.policies.logging.logs_survive_reboot as policy

good := {
	"journald": {}, "journal_persistent": true, "journal_upload": false, "logrotate": true, "files": {},
	"rsyslog": {"installed": false, "enabled": false, "forwards": [], "file_create_mode": null, "listens": false},
}

volatile := json.patch(good, [{"op": "replace", "path": "/journal_persistent", "value": false}])

rsyslog_disabled := json.patch(volatile, [{"op": "replace", "path": "/rsyslog/installed", "value": true}])

with_rsyslog := json.patch(rsyslog_disabled, [{"op": "replace", "path": "/rsyslog/enabled", "value": true}])

test_a_persistent_journal_passes if {
	count(policy.fail) == 0 with input as good
}

test_rsyslog_passes if {
	count(policy.fail) == 0 with input as with_rsyslog
}

test_a_volatile_journal_fails if {
	count(policy.fail) == 1 with input as volatile
	count(policy.fail) == 1 with input as rsyslog_disabled
}
