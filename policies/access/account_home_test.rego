package policies.access.account_home_test

import data.policies.access.account_home as policy

params := {"access": {"account_home": {"mode": "0750"}}}

wide := {"access": {"account_home": {"mode": "0755"}}}

user := {"uid": 1000, "system": false, "login_shell": true, "home": {"path": "/home/alice", "exists": true, "mode": "0750", "owner_uid": 1000}}

open := object.union(user, {"home": {"mode": "0755"}})

foreign := object.union(user, {"home": {"owner_uid": 1001}})

missing := object.union(user, {"home": {"exists": false, "mode": null, "owner_uid": null}})

service := object.union(user, {"login_shell": false})

postgres := object.union(user, {"uid": 107, "system": true})

root := object.union(user, {"uid": 0, "system": true, "home": {"path": "/root", "owner_uid": 0}})

test_a_home_of_its_own_passes if {
	count(policy.fail) == 0 with input as user with data.params as params
}

test_a_home_that_others_can_read_fails_unless_allowed if {
	paths := {f.path | some f in policy.fail} with input as open with data.params as params
	paths == {"home.mode"}
	count(policy.fail) == 0 with input as open with data.params as wide
}

test_a_home_of_another_user_fails if {
	paths := {f.path | some f in policy.fail} with input as foreign with data.params as params
	paths == {"home.owner_uid"}
}

test_a_home_that_is_missing_fails if {
	paths := {f.path | some f in policy.fail} with input as missing with data.params as params
	paths == {"home.exists"}
}

test_people_and_root_are_judged if {
	policy.applicable with input as user
	policy.applicable with input as root
	not policy.applicable with input as postgres
	not policy.applicable with input as service
}
