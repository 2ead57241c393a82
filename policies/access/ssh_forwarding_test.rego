package policies.access.ssh_forwarding_test

import data.policies.access.ssh_forwarding as policy

params := {"access": {"ssh_forwarding": {"refused": ["x11forwarding", "allowtcpforwarding", "allowagentforwarding", "allowstreamlocalforwarding"]}}}

only_x11 := {"access": {"ssh_forwarding": {"refused": ["x11forwarding"]}}}

all_off := {"installed": true, "settings": {"disableforwarding": ["yes"], "x11forwarding": ["yes"], "allowtcpforwarding": ["yes"], "allowagentforwarding": ["yes"], "allowstreamlocalforwarding": ["yes"]}}

each_off := {"installed": true, "settings": {"disableforwarding": ["no"], "x11forwarding": ["no"], "allowtcpforwarding": ["no"], "allowagentforwarding": ["no"], "allowstreamlocalforwarding": ["no"]}}

all_on := {"installed": true, "settings": {"disableforwarding": ["no"], "x11forwarding": ["yes"], "allowtcpforwarding": ["yes"], "allowagentforwarding": ["yes"], "allowstreamlocalforwarding": ["yes"]}}

good := each_off

test_all_off_at_once_passes if {
	count(policy.fail) == 0 with input as all_off with data.params as params
}

test_each_off_by_itself_passes if {
	count(policy.fail) == 0 with input as each_off with data.params as params
}

test_each_that_is_on_fails if {
	count(policy.fail) == 4 with input as all_on with data.params as params
}

test_which_kinds_are_refused_is_a_parameter if {
	paths := {f.path | some f in policy.fail} with input as all_on with data.params as only_x11
	paths == {"settings.x11forwarding"}
}

test_unknown_settings_fail if {
	count(policy.fail) == 4 with input as {"installed": true, "settings": {}} with data.params as params
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
