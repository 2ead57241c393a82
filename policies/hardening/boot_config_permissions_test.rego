package policies.hardening.boot_config_permissions_test

import data.policies.hardening.boot_config_permissions as policy

good := {"config_mode": "0600", "config_owner_uid": 0}

open := {"config_mode": "0644", "config_owner_uid": 0}

foreign := {"config_mode": "0600", "config_owner_uid": 1000}

junk := {"config_mode": "rw", "config_owner_uid": 0}

none := {"config_mode": null, "config_owner_uid": null}

test_root_alone_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_file_that_others_read_fails if {
	paths := {f.path | some f in policy.fail} with input as open
	paths == {"config_mode"}
}

test_a_file_of_another_user_fails if {
	paths := {f.path | some f in policy.fail} with input as foreign
	paths == {"config_owner_uid"}
}

test_a_mode_that_is_no_mode_fails if {
	count(policy.fail) == 1 with input as junk
}

test_applies_only_where_there_is_one if {
	policy.applicable with input as good
	not policy.applicable with input as none
}
