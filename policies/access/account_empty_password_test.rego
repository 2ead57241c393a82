package policies.access.account_empty_password_test

import data.policies.access.account_empty_password as policy

test_a_password_passes if {
	count(policy.fail) == 0 with input as {"password": {"empty": false}}
}

test_an_empty_password_fails if {
	some f in policy.fail with input as {"password": {"empty": true}}
	f.path == "password.empty"
}
