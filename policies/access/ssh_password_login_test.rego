package policies.access.ssh_password_login_test

import data.policies.access.ssh_password_login as policy

good := {"installed": true, "settings": {"passwordauthentication": ["no"], "kbdinteractiveauthentication": ["no"], "authenticationmethods": ["any"]}}

bad := {"installed": true, "settings": {"passwordauthentication": ["yes"], "kbdinteractiveauthentication": ["yes"], "authenticationmethods": ["any"]}}

key_and_password := {"installed": true, "settings": {"passwordauthentication": ["yes"], "kbdinteractiveauthentication": ["yes"], "authenticationmethods": ["publickey,password publickey,keyboard-interactive"]}}

key_or_password := {"installed": true, "settings": {"passwordauthentication": ["yes"], "kbdinteractiveauthentication": ["no"], "authenticationmethods": ["publickey", "password"]}}

test_keys_only_pass if {
	count(policy.fail) == 0 with input as good
}

test_both_ways_of_a_password_fail if {
	paths := {f.path | some f in policy.fail} with input as bad
	paths == {"settings.passwordauthentication", "settings.kbdinteractiveauthentication"}
}

test_a_password_after_a_key_passes if {
	count(policy.fail) == 0 with input as key_and_password
}

test_a_password_instead_of_a_key_fails if {
	count(policy.fail) == 1 with input as key_or_password
}

test_unknown_settings_fail if {
	count(policy.fail) == 2 with input as {"installed": true, "settings": {}}
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
