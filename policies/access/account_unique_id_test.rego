package policies.access.account_unique_id_test

import data.policies.access.account_unique_id as policy

alice := {"name": "alice", "uid": 1000}

twins := {"linux.user": [{"name": "alice", "uid": 1000}, {"name": "bob", "uid": 1000}]}

distinct := {"linux.user": [{"name": "alice", "uid": 1000}, {"name": "bob", "uid": 1001}]}

test_an_id_of_its_own_passes if {
	count(policy.fail) == 0 with input as alice with data.resources as distinct
}

test_a_shared_id_fails_naming_the_other if {
	some f in policy.fail with input as alice with data.resources as twins
	f.key == "bob"
}
