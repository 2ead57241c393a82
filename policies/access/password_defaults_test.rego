package policies.access.password_defaults_test

import data.policies.access.password_defaults as policy

params := {"access": {"password_defaults": {"max_days": 365, "warn_days": 7, "inactive_days": 45, "methods": ["YESCRYPT", "SHA512"]}}}

wide := {"access": {"password_defaults": {"max_days": 99999, "warn_days": 5, "inactive_days": 90, "methods": ["MD5"]}}}

good := {"defs": {"PASS_MAX_DAYS": "365", "PASS_WARN_AGE": "7", "ENCRYPT_METHOD": "SHA512"}, "useradd": {"INACTIVE": "45"}}

loose := {"defs": {"PASS_MAX_DAYS": "99999", "PASS_WARN_AGE": "5", "ENCRYPT_METHOD": "MD5"}, "useradd": {"INACTIVE": "90"}}

debian_default := {"defs": {"PASS_MAX_DAYS": "99999", "PASS_WARN_AGE": "7", "ENCRYPT_METHOD": "YESCRYPT"}, "useradd": {}}

unset := {"defs": {}, "useradd": {}}

test_limits_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_loose_default_fails_unless_allowed if {
	count(policy.fail) == 4 with input as loose with data.params as params
	count(policy.fail) == 0 with input as loose with data.params as wide
}

test_what_debian_ships_fails_for_its_ages_alone if {
	paths := {f.path | some f in policy.fail} with input as debian_default with data.params as params
	paths == {"defs.PASS_MAX_DAYS", "useradd.INACTIVE"}
}

test_nothing_set_fails if {
	count(policy.fail) == 4 with input as unset with data.params as params
}
