package policies.access.shell_timeout_test

import data.policies.access.shell_timeout as policy

params := {"access": {"shell_timeout": {"seconds": 900}}}

short := {"access": {"shell_timeout": {"seconds": 300}}}

setting := {"value": "900", "file": "/etc/profile.d/timeout.sh", "line": 1, "readonly": true}

good := {"timeouts": [setting]}

unset := {"timeouts": []}

changeable := {"timeouts": [object.union(setting, {"readonly": false})]}

off := {"timeouts": [object.union(setting, {"value": "0"})]}

test_a_timeout_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_none_fails if {
	some f in policy.fail with input as unset with data.params as params
	f.path == "timeouts"
}

test_one_that_is_off_or_too_long_fails if {
	count(policy.fail) == 1 with input as off with data.params as params
	count(policy.fail) == 1 with input as good with data.params as short
}

test_one_that_users_can_change_fails if {
	some f in policy.fail with input as changeable with data.params as params
	f.key == "/etc/profile.d/timeout.sh: not read-only"
}
