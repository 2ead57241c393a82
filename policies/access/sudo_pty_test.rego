package policies.access.sudo_pty_test

import data.policies.access.sudo_pty as policy

good := {"installed": true, "defaults": {"use_pty": "true"}}

off := {"installed": true, "defaults": {"use_pty": "false"}}

unset := {"installed": true, "defaults": {}}

absent := {"installed": false, "defaults": {}}

test_on_passes if {
	count(policy.fail) == 0 with input as good
}

test_off_or_unset_fails if {
	count(policy.fail) == 1 with input as off
	count(policy.fail) == 1 with input as unset
}

test_applies_only_where_sudo_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as absent
}
