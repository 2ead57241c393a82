package policies.access.account_group_exists_test

import data.policies.access.account_group_exists as policy

alice := {"gid": 1000}

groups := {"linux.group": [{"gid": 0}, {"gid": 1000}]}

without := {"linux.group": [{"gid": 0}]}

test_a_group_that_exists_passes if {
	count(policy.fail) == 0 with input as alice with data.resources as groups
}

test_a_group_that_is_missing_fails if {
	some f in policy.fail with input as alice with data.resources as without
	f.path == "gid"
}
