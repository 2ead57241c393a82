package policies.access.group_membership_test

import data.policies.access.group_membership as policy

shadow := {"name": "shadow", "gid": 42, "members": [], "has_password": false}

with_member := {"name": "shadow", "gid": 42, "members": ["mallory"], "has_password": false}

with_password := {"name": "staff", "gid": 50, "members": ["alice"], "has_password": true}

toor := {"name": "toor", "gid": 0, "members": [], "has_password": false}

plain := {"linux.user": [{"name": "alice", "gid": 1000}], "linux.group": [{"name": "root", "gid": 0}, {"name": "shadow", "gid": 42}, {"name": "staff", "gid": 50}]}

primary := {"linux.user": [{"name": "mallory", "gid": 42}], "linux.group": [{"name": "shadow", "gid": 42}]}

test_an_empty_group_passes if {
	count(policy.fail) == 0 with input as shadow with data.resources as plain
}

test_a_member_fails if {
	some f in policy.fail with input as with_member with data.resources as plain
	f.key == "member mallory"
}

test_a_user_with_it_as_own_group_fails if {
	some f in policy.fail with input as shadow with data.resources as primary
	f.key == "user mallory"
}

test_a_shared_id_fails if {
	some f in policy.fail with input as toor with data.resources as plain
	f.key == "group root"
}

test_a_group_with_a_password_fails if {
	some f in policy.fail with input as with_password with data.resources as plain
	f.path == "has_password"
}
