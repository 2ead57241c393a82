package policies.access.aws_password_length_test

import data.policies.access.aws_password_length as policy

params := {"access": {"aws_password_length": {"minimum": 14}}}

good := {
	"configured": true, "minimum_length": 14, "require_lower": true, "require_upper": true, "require_numbers": true, "require_symbols": true,
	"max_age_days": null, "remembered": 24, "users_may_change": true,
}

none := {
	"configured": false, "minimum_length": null, "require_lower": null, "require_upper": null, "require_numbers": null, "require_symbols": null,
	"max_age_days": null, "remembered": null, "users_may_change": null,
}

short := object.union(good, {"minimum_length": 8})

test_long_passwords_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_short_ones_and_no_policy_fail if {
	count(policy.fail) == 1 with input as short with data.params as params
	count(policy.fail) == 1 with input as none with data.params as params
}
