package policies.hardening.core_limits_test

import data.policies.hardening.core_limits as policy

limit := {"domain": "*", "type": "hard", "value": "0", "file": "/etc/security/limits.d/60-core.conf", "line": 1}

good := {"core_limits": [limit]}

none := {"core_limits": []}

soft := {"core_limits": [object.union(limit, {"type": "soft"})]}

lifted := {"core_limits": [limit, object.union(limit, {"value": "unlimited", "file": "/etc/security/limits.d/90-app.conf"})]}

test_a_hard_limit_passes if {
	count(policy.fail) == 0 with input as good
}

test_no_limit_or_a_soft_one_fails if {
	count(policy.fail) == 1 with input as none
	count(policy.fail) == 1 with input as soft
}

test_a_line_that_lifts_it_fails if {
	some f in policy.fail with input as lifted
	f.key == "/etc/security/limits.d/90-app.conf: hard unlimited"
}
