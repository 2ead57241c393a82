package policies.hardening.banner_text_test

import data.policies.hardening.banner_text as policy

good := {"banners": {"/etc/issue": {"empty": false, "reveals_system": false}}}

none := {"banners": {}}

debian_default := {"banners": {"/etc/issue": {"empty": false, "reveals_system": true}, "/etc/motd": {"empty": false, "reveals_system": false}}}

test_a_notice_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as none
}

test_the_system_s_name_fails_by_its_file if {
	keys := {f.key | some f in policy.fail} with input as debian_default
	keys == {"/etc/issue"}
}
