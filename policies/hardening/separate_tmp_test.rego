package policies.hardening.separate_tmp_test

import data.policies.hardening.separate_tmp as policy

params := {"hardening": {"separate_tmp": {"points": ["/tmp", "/dev/shm"]}}}

fewer := {"hardening": {"separate_tmp": {"points": ["/tmp"]}}}

mount := {"source": "tmpfs", "type": "tmpfs", "options": ["nodev", "nosuid", "rw"]}

good := {"mounted": {"/": mount, "/tmp": mount, "/dev/shm": mount}}

some_missing := {"mounted": {"/": mount, "/tmp": mount}}

test_mounts_of_their_own_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_missing_one_fails_by_its_name if {
	keys := {f.key | some f in policy.fail} with input as some_missing with data.params as params
	keys == {"/dev/shm"}
}

test_which_are_wanted_is_a_parameter if {
	count(policy.fail) == 0 with input as some_missing with data.params as fewer
}
