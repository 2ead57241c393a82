package policies.access.sudo_password_test

import data.policies.access.sudo_password as policy

params := {"access": {"sudo_password": {"single_commands_accepted": false}}}

lenient := {"access": {"sudo_password": {"single_commands_accepted": true}}}

rule := {"file": "/etc/sudoers", "line": 27, "who": "%sudo", "hosts": "ALL", "run_as": "ALL:ALL", "commands": ["ALL"], "nopasswd": false}

good := {"installed": true, "defaults": {"use_pty": "true"}, "rules": [rule]}

all_commands := {"installed": true, "defaults": {}, "rules": [rule, object.union(rule, {"who": "deploy", "nopasswd": true}), object.union(rule, {"who": "deploy", "line": 28, "nopasswd": true})]}

one_command := {"installed": true, "defaults": {}, "rules": [object.union(rule, {"who": "deploy", "commands": ["/usr/bin/systemctl restart app"], "nopasswd": true})]}

nobody_asked := {"installed": true, "defaults": {"authenticate": "false"}, "rules": [rule]}

of_root := {"installed": true, "defaults": {}, "rules": [object.union(rule, {"who": "root", "nopasswd": true})]}

absent := {"installed": false, "defaults": {}, "rules": []}

test_asking_for_a_password_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as of_root with data.params as params
}

test_a_user_without_password_fails_once_in_a_file if {
	failures := policy.fail with input as all_commands with data.params as lenient
	count(failures) == 1
	some f in failures
	f.path == "rules[1].nopasswd"
	f.key == "deploy in /etc/sudoers"
}

test_single_commands_fail_unless_accepted if {
	count(policy.fail) == 1 with input as one_command with data.params as params
	count(policy.fail) == 0 with input as one_command with data.params as lenient
}

test_authentication_turned_off_for_all_fails if {
	some f in policy.fail with input as nobody_asked with data.params as params
	f.path == "defaults.authenticate"
}

test_applies_only_where_sudo_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as absent
}

test_a_group_that_is_never_asked_fails if {
	some f in policy.fail with input as object.union(good, {"defaults": {"exempt_group": "wheel"}}) with data.params as params
	f.path == "defaults.exempt_group"
}
