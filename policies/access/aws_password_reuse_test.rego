package policies.access.aws_password_reuse_test

import data.policies.access.aws_password_reuse as policy

params := {"access": {"aws_password_reuse": {"remembered": 24}}}

good := {
	"configured": true, "minimum_length": 14, "require_lower": true, "require_upper": true, "require_numbers": true, "require_symbols": true,
	"max_age_days": null, "remembered": 24, "users_may_change": true,
}

none := {
	"configured": false, "minimum_length": null, "require_lower": null, "require_upper": null, "require_numbers": null, "require_symbols": null,
	"max_age_days": null, "remembered": null, "users_may_change": null,
}

few := object.union(good, {"remembered": 5})

test_a_long_memory_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_short_one_and_none_fail if {
	count(policy.fail) == 1 with input as few with data.params as params
	count(policy.fail) == 1 with input as none with data.params as params
}
