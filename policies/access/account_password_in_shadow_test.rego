package policies.access.account_password_in_shadow_test

import data.policies.access.account_password_in_shadow as policy

test_in_shadow_passes if {
	count(policy.fail) == 0 with input as {"password": {"in_shadow": true}}
}

test_in_passwd_fails if {
	some f in policy.fail with input as {"password": {"in_shadow": false}}
	f.path == "password.in_shadow"
}
