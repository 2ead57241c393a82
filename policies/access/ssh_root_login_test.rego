package policies.access.ssh_root_login_test

import data.policies.access.ssh_root_login as policy

params := {"access": {"ssh_root_login": {"allowed": ["no"]}}}

good := {"installed": true, "settings": {"permitrootlogin": ["no"]}}

bad := {"installed": true, "settings": {"permitrootlogin": ["yes"]}}

absent := {"installed": false, "settings": {}}

test_no_is_accepted if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_yes_fails if {
	some f in policy.fail with input as bad with data.params as params
	f.path == "settings.permitrootlogin"
}

test_a_key_only_root_login_fails_unless_allowed if {
	key_only := {"installed": true, "settings": {"permitrootlogin": ["without-password"]}}
	count(policy.fail) == 1 with input as key_only with data.params as params
	count(policy.fail) == 0 with input as key_only
		with data.params.access.ssh_root_login.allowed as ["no", "without-password"]
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as absent
}
