package policies.access.ssh_connection_limits_test

import data.policies.access.ssh_connection_limits as policy

params := {"access": {"ssh_connection_limits": {"start": 10, "full": 60, "sessions": 10}}}

wide := {"access": {"ssh_connection_limits": {"start": 100, "full": 200, "sessions": 50}}}

good := {"installed": true, "settings": {"maxstartups": ["10:30:60"], "maxsessions": ["10"]}}

bad := {"installed": true, "settings": {"maxstartups": ["100:30:200"], "maxsessions": ["50"]}}

test_limits_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_larger_limits_fail_unless_allowed if {
	paths := {f.path | some f in policy.fail} with input as bad with data.params as params
	paths == {"settings.maxstartups", "settings.maxsessions"}
	count(policy.fail) == 0 with input as bad with data.params as wide
}

test_junk_and_unknown_settings_fail if {
	count(policy.fail) == 2 with input as {"installed": true, "settings": {"maxstartups": ["many"], "maxsessions": ["many"]}} with data.params as params
	count(policy.fail) == 2 with input as {"installed": true, "settings": {}} with data.params as params
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
