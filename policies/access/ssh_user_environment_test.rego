package policies.access.ssh_user_environment_test

import data.policies.access.ssh_user_environment as policy

good := {"installed": true, "settings": {"permituserenvironment": ["no"]}}

bad := {"installed": true, "settings": {"permituserenvironment": ["yes"]}}

test_the_safe_setting_passes if {
	count(policy.fail) == 0 with input as good
}

test_the_unsafe_setting_fails if {
	paths := {f.path | some f in policy.fail} with input as bad
	paths == {"settings.permituserenvironment"}
}

test_a_setting_that_the_server_does_not_know_fails if {
	count(policy.fail) == 1 with input as {"installed": true, "settings": {}}
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
