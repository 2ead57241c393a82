package policies.access.account_root_rights_test

import data.policies.access.account_root_rights as policy

user := {"name": "alice", "uid": 1000, "gid": 1000}

root := {"name": "root", "uid": 0, "gid": 0}

second_root := {"name": "toor", "uid": 0, "gid": 1000}

in_root_group := {"name": "backupd", "uid": 1001, "gid": 0}

test_an_ordinary_account_passes if {
	count(policy.fail) == 0 with input as user
}

test_a_second_root_fails if {
	paths := {f.path | some f in policy.fail} with input as second_root
	paths == {"uid"}
}

test_the_group_of_root_fails if {
	paths := {f.path | some f in policy.fail} with input as in_root_group
	paths == {"gid"}
}

test_root_itself_is_not_judged if {
	not policy.applicable with input as root
	policy.applicable with input as user
	count(policy.fail) == 0 with input as root
}
