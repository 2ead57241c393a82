package policies.access.account_password_hash_test

import data.policies.access.account_password_hash as policy

params := {"access": {"account_password_hash": {"allowed": ["yescrypt", "sha512"]}}}

only_yescrypt := {"access": {"account_password_hash": {"allowed": ["yescrypt"]}}}

good := {"password": {"algorithm": "yescrypt", "locked": false}}

older := {"password": {"algorithm": "sha512", "locked": false}}

old := {"password": {"algorithm": "md5", "locked": false}}

none := {"password": {"algorithm": null, "locked": true}}

locked := {"password": {"algorithm": "md5", "locked": true}}

test_a_slow_hash_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_an_old_hash_fails if {
	some f in policy.fail with input as old with data.params as params
	f.path == "password.algorithm"
}

test_what_is_accepted_is_a_parameter if {
	count(policy.fail) == 0 with input as older with data.params as params
	count(policy.fail) == 1 with input as older with data.params as only_yescrypt
}

test_accounts_without_a_password_in_use_are_not_judged if {
	policy.applicable with input as good with data.params as params
	not policy.applicable with input as none with data.params as params
	not policy.applicable with input as locked with data.params as params
}
