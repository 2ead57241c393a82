package policies.logging.log_files_protected_test

import data.policies.logging.log_files_protected as policy

params := {"logging": {"log_files_protected": {"public": ["/var/log/lastlog", "/var/log/wtmp", "/var/log/faillog", "/var/log/dpkg.log", "/var/log/alternatives.log", "/var/log/aptitude", "/var/log/bootstrap.log", "/var/log/fontconfig.log", "/var/log/ubuntu-advantage.log", "/var/log/README"]}}}

good := {
	"journald": {}, "journal_persistent": true, "journal_upload": false, "logrotate": true,
	"files": {
		"/var/log/syslog": {"mode": "0640", "owner_uid": 0},
		"/var/log/dpkg.log": {"mode": "0644", "owner_uid": 0},
		"/var/log/dpkg.log.2.gz": {"mode": "0644", "owner_uid": 0},
	},
	"rsyslog": {"installed": false, "enabled": false, "forwards": [], "file_create_mode": null, "listens": false},
}

readable := json.patch(good, [{"op": "replace", "path": "/files/~1var~1log~1syslog/mode", "value": "0644"}])

writable := json.patch(good, [{"op": "replace", "path": "/files/~1var~1log~1dpkg.log/mode", "value": "0666"}])

odd := json.patch(good, [{"op": "replace", "path": "/files/~1var~1log~1syslog/mode", "value": ""}])

test_closed_and_public_files_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_readable_log_fails if {
	{f.key | some f in policy.fail} == {"/var/log/syslog"} with input as readable with data.params as params
}

test_a_writable_log_fails_even_if_public if {
	{f.key | some f in policy.fail} == {"/var/log/dpkg.log"} with input as writable with data.params as params
	count(policy.fail) == 1 with input as writable with data.params as params
}

test_an_unreadable_mode_fails if {
	count(policy.fail) == 1 with input as odd with data.params as params
}

test_the_public_files_can_be_set if {
	count(policy.fail) == 2 with input as good with data.params.logging.log_files_protected.public as []
}
