package policies.access.ssh_dead_sessions_test

import data.policies.access.ssh_dead_sessions as policy

params := {"access": {"ssh_dead_sessions": {"seconds": 300, "times": 3}}}

patient := {"access": {"ssh_dead_sessions": {"seconds": 900, "times": 10}}}

good := {"installed": true, "settings": {"clientaliveinterval": ["15"], "clientalivecountmax": ["3"]}}

off := {"installed": true, "settings": {"clientaliveinterval": ["0"], "clientalivecountmax": ["0"]}}

long := {"installed": true, "settings": {"clientaliveinterval": ["900"], "clientalivecountmax": ["10"]}}

test_short_times_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_both_settings_that_are_off_fail if {
	paths := {f.path | some f in policy.fail} with input as off with data.params as params
	paths == {"settings.clientaliveinterval", "settings.clientalivecountmax"}
}

test_long_times_fail_unless_allowed if {
	count(policy.fail) == 2 with input as long with data.params as params
	count(policy.fail) == 0 with input as long with data.params as patient
}

test_unknown_settings_fail if {
	count(policy.fail) == 2 with input as {"installed": true, "settings": {}} with data.params as params
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
