package policies.logging.rsyslog_not_listening_test

import data.policies.logging.rsyslog_not_listening as policy

params := {"logging": {"rsyslog_not_listening": {"log_server": false}}}

good := {
	"journald": {}, "journal_persistent": true, "journal_upload": false, "logrotate": true, "files": {},
	"rsyslog": {"installed": true, "enabled": true, "forwards": [], "file_create_mode": "0640", "listens": false},
}

bad := json.patch(good, [{"op": "replace", "path": "/rsyslog/listens", "value": true}])

absent := json.patch(good, [{"op": "replace", "path": "/rsyslog/installed", "value": false}])

test_a_local_daemon_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_listening_daemon_fails if {
	count(policy.fail) == 1 with input as bad with data.params as params
}

test_applies_where_rsyslog_serves_only_itself if {
	policy.applicable with input as bad with data.params as params
	not policy.applicable with input as absent with data.params as params
	not policy.applicable with input as bad with data.params.logging.rsyslog_not_listening.log_server as true
}
