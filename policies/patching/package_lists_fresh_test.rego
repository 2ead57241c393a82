package policies.patching.package_lists_fresh_test

import data.policies.patching.package_lists_fresh as policy

params := {"patching": {"package_lists_fresh": {"max_days": 7}}}

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

fresh := {"lists_at": "2026-03-09T06:00:00Z", "pending": {}}

old := {"lists_at": "2026-02-01T06:00:00Z", "pending": {}}

none := {"lists_at": null, "pending": {}}

test_yesterdays_lists_pass if {
	count(policy.fail) == 0 with input as fresh with data.params as params with data.audit as audit
}

test_old_lists_fail if {
	count(policy.fail) == 1 with input as old with data.params as params with data.audit as audit
}

test_no_lists_fail if {
	count(policy.fail) == 1 with input as none with data.params as params with data.audit as audit
}

test_the_age_can_be_set if {
	count(policy.fail) == 0 with input as old with data.audit as audit with data.params.patching.package_lists_fresh.max_days as 60
	count(policy.fail) == 1 with input as fresh with data.audit as audit with data.params.patching.package_lists_fresh.max_days as 0
}

test_lists_of_the_future_fail if {
	count(policy.fail) == 1 with input as object.union(fresh, {"lists_at": "2030-01-01T00:00:00Z"}) with data.params as params with data.audit as audit
}
