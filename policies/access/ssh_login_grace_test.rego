package policies.access.ssh_login_grace_test

import data.policies.access.ssh_login_grace as policy

params := {"access": {"ssh_login_grace": {"seconds": 60}}}

loose := {"access": {"ssh_login_grace": {"seconds": 120}}}

good := {"installed": true, "settings": {"logingracetime": ["60"]}}

bad := {"installed": true, "settings": {"logingracetime": ["120"]}}

test_the_limit_itself_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_more_than_the_limit_fails_unless_the_limit_is_raised if {
	some f in policy.fail with input as bad with data.params as params
	f.path == "settings.logingracetime"
	count(policy.fail) == 0 with input as bad with data.params as loose
}

test_no_limit_fails if {
	count(policy.fail) == 1 with input as {"installed": true, "settings": {"logingracetime": ["0"]}} with data.params as params
	count(policy.fail) == 1 with input as {"installed": true, "settings": {"logingracetime": ["none"]}} with data.params as params
	count(policy.fail) == 1 with input as {"installed": true, "settings": {}} with data.params as params
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
