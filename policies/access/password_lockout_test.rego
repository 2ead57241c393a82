package policies.access.password_lockout_test

import data.policies.access.password_lockout as policy

params := {"access": {"password_lockout": {"tries": 5, "seconds": 900}}}

other := {"access": {"password_lockout": {"tries": 10, "seconds": 600}}}

before := {"type": "auth", "control": "requisite", "module": "pam_faillock.so", "args": ["preauth"], "line": 1}

after := {"type": "auth", "control": "[default=die]", "module": "pam_faillock.so", "args": ["authfail"], "line": 3}

good := {"services": {"common-auth": [before, after]}, "faillock": {"deny": "5", "unlock_time": "900"}}

until_unlocked := {"services": {"common-auth": [before, after]}, "faillock": {"deny": "5", "unlock_time": "0"}}

debian_default := {"services": {"common-auth": []}, "faillock": {}}

half := {"services": {"common-auth": [before]}, "faillock": {"deny": "5", "unlock_time": "900"}}

loose := {"services": {"common-auth": [before, after]}, "faillock": {"deny": "10", "unlock_time": "600"}}

off := {"services": {"common-auth": [before, object.union(after, {"args": ["authfail", "deny=0"]})]}, "faillock": {"deny": "5", "unlock_time": "900"}}

test_a_lock_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as until_unlocked with data.params as params
}

test_no_module_fails if {
	keys := {f.key | some f in policy.fail} with input as debian_default with data.params as params
	keys == {"pam_faillock"}
}

test_half_of_the_module_fails if {
	keys := {f.key | some f in policy.fail} with input as half with data.params as params
	keys == {"pam_faillock"}
}

test_loose_limits_fail_unless_allowed if {
	keys := {f.key | some f in policy.fail} with input as loose with data.params as params
	keys == {"deny", "unlock_time"}
	count(policy.fail) == 0 with input as loose with data.params as other
}

test_an_argument_that_turns_it_off_fails if {
	keys := {f.key | some f in policy.fail} with input as off with data.params as params
	keys == {"deny"}
}
