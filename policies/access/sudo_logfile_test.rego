package policies.access.sudo_logfile_test

import data.policies.access.sudo_logfile as policy

good := {"installed": true, "defaults": {"logfile": "/var/log/sudo.log"}}

quoted := {"installed": true, "defaults": {"logfile": "\"/var/log/sudo.log\""}}

off := {"installed": true, "defaults": {"logfile": "false"}}

unset := {"installed": true, "defaults": {}}

absent := {"installed": false, "defaults": {}}

test_a_file_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as quoted
}

test_off_or_unset_fails if {
	count(policy.fail) == 1 with input as off
	count(policy.fail) == 1 with input as unset
}

test_applies_only_where_sudo_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as absent
}
