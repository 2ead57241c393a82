package policies.hardening.separate_data_test

import data.policies.hardening.separate_data as policy

params := {"hardening": {"separate_data": {"points": ["/home", "/var", "/var/tmp", "/var/log", "/var/log/audit"]}}}

fewer := {"hardening": {"separate_data": {"points": ["/home"]}}}

mount := {"source": "tmpfs", "type": "tmpfs", "options": ["nodev", "nosuid", "rw"]}

good := {"mounted": {"/": mount, "/home": mount, "/var": mount, "/var/tmp": mount, "/var/log": mount, "/var/log/audit": mount}}

some_missing := {"mounted": {"/": mount, "/home": mount}}

test_mounts_of_their_own_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_missing_one_fails_by_its_name if {
	keys := {f.key | some f in policy.fail} with input as some_missing with data.params as params
	keys == {"/var", "/var/tmp", "/var/log", "/var/log/audit"}
}

test_which_are_wanted_is_a_parameter if {
	count(policy.fail) == 0 with input as some_missing with data.params as fewer
}
