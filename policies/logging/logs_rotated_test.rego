package policies.logging.logs_rotated_test

import data.policies.logging.logs_rotated as policy

good := {
	"journald": {}, "journal_persistent": true, "journal_upload": false, "logrotate": true, "files": {},
	"rsyslog": {"installed": false, "enabled": false, "forwards": [], "file_create_mode": null, "listens": false},
}

bad := json.patch(good, [{"op": "replace", "path": "/logrotate", "value": false}])

test_rotated_logs_pass if {
	count(policy.fail) == 0 with input as good
}

test_no_rotation_fails if {
	count(policy.fail) == 1 with input as bad
}
