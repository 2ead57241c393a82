package policies.access.sudo_installed_test

import data.policies.access.sudo_installed as policy

test_sudo_passes if {
	count(policy.fail) == 0 with input as {"installed": true}
}

test_no_sudo_fails if {
	some f in policy.fail with input as {"installed": false}
	f.path == "installed"
}
