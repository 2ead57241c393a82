package policies.logging.rsyslog_file_mode_test

import data.policies.logging.rsyslog_file_mode as policy

good := {
	"journald": {}, "journal_persistent": true, "journal_upload": false, "logrotate": true, "files": {},
	"rsyslog": {"installed": true, "enabled": true, "forwards": [], "file_create_mode": "0640", "listens": false},
}

private := json.patch(good, [{"op": "replace", "path": "/rsyslog/file_create_mode", "value": "600"}])

open := json.patch(good, [{"op": "replace", "path": "/rsyslog/file_create_mode", "value": "0644"}])

unset := json.patch(good, [{"op": "replace", "path": "/rsyslog/file_create_mode", "value": null}])

absent := json.patch(good, [{"op": "replace", "path": "/rsyslog/installed", "value": false}])

test_closed_modes_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as private
}

test_open_or_unset_modes_fail if {
	count(policy.fail) == 1 with input as open
	count(policy.fail) == 1 with input as unset
}

test_applies_where_rsyslog_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as absent
}
