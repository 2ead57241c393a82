package policies.hardening.apparmor_profiles_test

import data.policies.hardening.apparmor_profiles as policy

good := {"apparmor": {"enabled": true, "profiles": {"/usr/sbin/tcpdump": "enforce", "chrome": "unconfined"}, "unconfined": []}}

complains := {"apparmor": {"enabled": true, "profiles": {"/usr/sbin/tcpdump": "complain"}, "unconfined": []}}

runs := {"apparmor": {"enabled": true, "profiles": {"/usr/sbin/tcpdump": "enforce"}, "unconfined": ["/usr/sbin/tcpdump"]}}

off := {"apparmor": {"enabled": false, "profiles": {}, "unconfined": []}}

test_enforced_profiles_pass if {
	count(policy.fail) == 0 with input as good
}

test_a_profile_that_complains_fails_by_its_name if {
	some f in policy.fail with input as complains
	f.key == "/usr/sbin/tcpdump"
}

test_a_program_without_its_profile_fails if {
	some f in policy.fail with input as runs
	f.key == "running /usr/sbin/tcpdump"
}

test_applies_only_where_apparmor_is_on if {
	policy.applicable with input as good
	not policy.applicable with input as off
}
