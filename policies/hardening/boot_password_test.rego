package policies.hardening.boot_password_test

import data.policies.hardening.boot_password as policy

good := {"loader": "grub", "password_set": true}

bad := {"loader": "grub", "password_set": false}

none := {"loader": "none", "password_set": false}

test_a_password_passes if {
	count(policy.fail) == 0 with input as good
}

test_no_password_fails if {
	some f in policy.fail with input as bad
	f.path == "password_set"
}

test_applies_only_to_grub if {
	policy.applicable with input as good
	not policy.applicable with input as none
}
