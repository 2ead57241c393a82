package policies.access.ssh_empty_passwords_test

import data.policies.access.ssh_empty_passwords as policy

good := {"installed": true, "settings": {"permitemptypasswords": ["no"]}}

bad := {"installed": true, "settings": {"permitemptypasswords": ["yes"]}}

test_the_safe_setting_passes if {
	count(policy.fail) == 0 with input as good
}

test_the_unsafe_setting_fails if {
	paths := {f.path | some f in policy.fail} with input as bad
	paths == {"settings.permitemptypasswords"}
}

test_a_setting_that_the_server_does_not_know_fails if {
	count(policy.fail) == 1 with input as {"installed": true, "settings": {}}
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
