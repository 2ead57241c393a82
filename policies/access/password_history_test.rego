package policies.access.password_history_test

import data.policies.access.password_history as policy

params := {"access": {"password_history": {"remember": 24}}}

fewer := {"access": {"password_history": {"remember": 10}}}

module := {"type": "password", "control": "requisite", "module": "pam_pwhistory.so", "args": ["remember=24", "use_authtok"], "line": 1}

good := {"services": {"common-password": [module]}, "pwhistory": {}}

by_file := {"services": {"common-password": [object.union(module, {"args": ["use_authtok"]})]}, "pwhistory": {"remember": "24"}}

by_default := {"services": {"common-password": [object.union(module, {"args": ["use_authtok"]})]}, "pwhistory": {}}

asks_again := {"services": {"common-password": [object.union(module, {"args": ["remember=24"]})]}, "pwhistory": {}}

absent := {"services": {"common-password": []}, "pwhistory": {}}

test_enough_passes_by_argument_or_file if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as by_file with data.params as params
}

test_no_module_fails if {
	keys := {f.key | some f in policy.fail} with input as absent with data.params as params
	keys == {"pam_pwhistory"}
}

test_the_default_is_too_few_unless_allowed if {
	keys := {f.key | some f in policy.fail} with input as by_default with data.params as params
	keys == {"remember"}
	count(policy.fail) == 0 with input as by_default with data.params as fewer
}

test_a_module_that_judges_another_password_fails if {
	keys := {f.key | some f in policy.fail} with input as asks_again with data.params as params
	keys == {"pam_pwhistory"}
}
