package policies.access.cron_restricted_test

import data.policies.access.cron_restricted as policy

test_a_list_passes if {
	count(policy.fail) == 0 with input as {"allow_exists": true}
}

test_no_list_fails if {
	some f in policy.fail with input as {"allow_exists": false}
	f.path == "allow_exists"
}
