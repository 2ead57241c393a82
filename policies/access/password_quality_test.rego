package policies.access.password_quality_test

import data.policies.access.password_quality as policy

params := {"access": {"password_quality": {"min_length": 14, "max_run": 3}}}

short := {"access": {"password_quality": {"min_length": 8, "max_run": 9}}}

module := {"type": "password", "control": "requisite", "module": "pam_pwquality.so", "args": ["retry=3"], "line": 1}

strict := {"minlen": "14", "difok": "2", "maxrepeat": "3", "maxsequence": "3", "dictcheck": "1", "enforcing": "1"}

good := {"services": {"common-password": [module]}, "pwquality": strict}

absent := {"services": {"common-password": []}, "pwquality": strict}

defaults := {"services": {"common-password": [module]}, "pwquality": {}}

loose := {"services": {"common-password": [module]}, "pwquality": {"minlen": "6", "difok": "0", "maxrepeat": "0", "maxsequence": "9", "dictcheck": "0", "enforcing": "0"}}

eight := {"services": {"common-password": [module]}, "pwquality": object.union(strict, {"minlen": "8", "maxrepeat": "9"})}

by_argument := {"services": {"common-password": [object.union(module, {"args": ["minlen=8"]})]}, "pwquality": strict}

junk := {"services": {"common-password": [module]}, "pwquality": object.union(strict, {"minlen": "long"})}

test_strict_settings_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_no_module_fails if {
	some f in policy.fail with input as absent with data.params as params
	f.key == "pam_pwquality"
}

test_defaults_that_are_too_loose_fail if {
	keys := {f.key | some f in policy.fail} with input as defaults with data.params as params
	keys == {"minlen", "difok", "maxrepeat", "maxsequence"}
}

test_each_loose_setting_fails if {
	count(policy.fail) == 6 with input as loose with data.params as params
}

test_limits_are_parameters if {
	count(policy.fail) == 2 with input as eight with data.params as params
	count(policy.fail) == 0 with input as eight with data.params as short
}

test_an_argument_wins_over_the_file if {
	keys := {f.key | some f in policy.fail} with input as by_argument with data.params as params
	keys == {"minlen"}
}

test_junk_fails if {
	count(policy.fail) == 1 with input as junk with data.params as params
}
