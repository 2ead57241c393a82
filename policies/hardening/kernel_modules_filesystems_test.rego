package policies.hardening.kernel_modules_filesystems_test

import data.policies.hardening.kernel_modules_filesystems as policy

params := {"hardening": {"kernel_modules_filesystems": {"modules": ["cramfs"]}}}

others := {"hardening": {"kernel_modules_filesystems": {"modules": ["some_other"]}}}

disabled := {"available": ["cramfs", "ext4"], "builtin": [], "modules": {"cramfs": {"loaded": false, "blacklisted": true, "disabled": true, "install": "/bin/false"}}}

missing := {"available": ["ext4"], "builtin": [], "modules": {}}

good := missing

loadable := {"available": ["cramfs", "ext4"], "builtin": [], "modules": {}}

only_blacklisted := {"available": ["cramfs"], "builtin": [], "modules": {"cramfs": {"loaded": false, "blacklisted": true, "disabled": false, "install": null}}}

loaded := {"available": ["cramfs"], "builtin": [], "modules": {"cramfs": {"loaded": true, "blacklisted": true, "disabled": true, "install": "/bin/false"}}}

built_in := {"available": [], "builtin": ["cramfs"], "modules": {}}

test_a_module_that_is_disabled_or_missing_passes if {
	count(policy.fail) == 0 with input as disabled with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_module_that_can_be_loaded_fails_unless_it_is_of_no_interest if {
	some f in policy.fail with input as loadable with data.params as params
	f.key == "cramfs"
	count(policy.fail) == 0 with input as loadable with data.params as others
}

test_a_blacklist_line_alone_does_not_stop_loading_by_name if {
	count(policy.fail) == 1 with input as only_blacklisted with data.params as params
}

test_a_loaded_module_fails if {
	some f in policy.fail with input as loaded with data.params as params
	f.key == "cramfs loaded"
}

test_a_built_in_one_fails if {
	some f in policy.fail with input as built_in with data.params as params
	f.key == "cramfs built in"
}

a_machine := {"linux.host": [{"container": false}]}

a_container := {"linux.host": [{"container": true}]}

test_applies_only_to_a_machine_with_a_kernel_of_its_own if {
	policy.applicable with input as good with data.resources as a_machine
	not policy.applicable with input as good with data.resources as a_container
}
