package policies.access.ssh_max_auth_tries_test

import data.policies.access.ssh_max_auth_tries as policy

params := {"access": {"ssh_max_auth_tries": {"most": 4}}}

loose := {"access": {"ssh_max_auth_tries": {"most": 6}}}

good := {"installed": true, "settings": {"maxauthtries": ["4"]}}

bad := {"installed": true, "settings": {"maxauthtries": ["6"]}}

test_the_limit_itself_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_more_than_the_limit_fails_unless_the_limit_is_raised if {
	some f in policy.fail with input as bad with data.params as params
	f.path == "settings.maxauthtries"
	count(policy.fail) == 0 with input as bad with data.params as loose
}

test_no_limit_fails if {
	count(policy.fail) == 1 with input as {"installed": true, "settings": {"maxauthtries": ["0"]}} with data.params as params
	count(policy.fail) == 1 with input as {"installed": true, "settings": {"maxauthtries": ["none"]}} with data.params as params
	count(policy.fail) == 1 with input as {"installed": true, "settings": {}} with data.params as params
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
