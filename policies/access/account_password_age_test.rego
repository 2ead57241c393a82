package policies.access.account_password_age_test

import data.policies.access.account_password_age as policy

params := {"access": {"account_password_age": {"max_days": 365, "warn_days": 7, "inactive_days": 45}}}

wide := {"access": {"account_password_age": {"max_days": 99999, "warn_days": 0, "inactive_days": 365}}}

clock := {"now_ns": 1767225600000000000}

good := {"password": {"algorithm": "yescrypt", "locked": false, "changed_on": "2025-11-01", "max_days": 365, "warn_days": 7, "inactive_days": 45}}

debian_default := {"password": {"algorithm": "yescrypt", "locked": false, "changed_on": "2025-11-01", "max_days": 99999, "warn_days": 5, "inactive_days": 300}}

no_limits := {"password": {"algorithm": "yescrypt", "locked": false, "changed_on": null, "max_days": null, "warn_days": null, "inactive_days": null}}

future := object.union(good, {"password": {"changed_on": "2031-01-01"}})

locked := object.union(good, {"password": {"locked": true}})

test_a_limited_password_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit as clock
}

test_loose_limits_fail_unless_allowed if {
	count(policy.fail) == 3 with input as debian_default with data.params as params with data.audit as clock
	count(policy.fail) == 0 with input as debian_default with data.params as wide with data.audit as clock
}

test_no_limits_fail if {
	paths := {f.path | some f in policy.fail} with input as no_limits with data.params as params with data.audit as clock
	paths == {"password.max_days", "password.warn_days", "password.inactive_days"}
}

test_a_change_in_the_future_fails if {
	paths := {f.path | some f in policy.fail} with input as future with data.params as params with data.audit as clock
	paths == {"password.changed_on"}
}

test_accounts_without_a_password_in_use_are_not_judged if {
	policy.applicable with input as good
	not policy.applicable with input as locked
}
