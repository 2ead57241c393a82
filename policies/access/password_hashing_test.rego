package policies.access.password_hashing_test

import data.policies.access.password_hashing as policy

params := {"access": {"password_hashing": {"allowed": ["yescrypt", "sha512"]}}}

only_yescrypt := {"access": {"password_hashing": {"allowed": ["yescrypt"]}}}

unix := {"type": "password", "control": "[success=1 default=ignore]", "module": "pam_unix.so", "args": ["obscure", "yescrypt"], "line": 1}

good := {"services": {"common-password": [unix]}}

older := {"services": {"common-password": [object.union(unix, {"args": ["obscure", "sha512"]})]}}

old := {"services": {"common-password": [object.union(unix, {"args": ["obscure", "md5"]})]}}

unsaid := {"services": {"common-password": [object.union(unix, {"args": ["obscure"]})]}}

test_a_slow_hash_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_an_old_or_unsaid_one_fails if {
	count(policy.fail) == 1 with input as old with data.params as params
	count(policy.fail) == 1 with input as unsaid with data.params as params
}

test_what_is_accepted_is_a_parameter if {
	count(policy.fail) == 0 with input as older with data.params as params
	count(policy.fail) == 1 with input as older with data.params as only_yescrypt
}

test_no_stack_fails if {
	count(policy.fail) == 1 with input as {"services": {}} with data.params as params
}
