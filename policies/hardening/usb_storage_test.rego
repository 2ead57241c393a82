package policies.hardening.usb_storage_test

import data.policies.hardening.usb_storage as policy

params := {"hardening": {"usb_storage": {"modules": ["usb_storage"]}}}

others := {"hardening": {"usb_storage": {"modules": ["some_other"]}}}

disabled := {"available": ["usb_storage", "ext4"], "builtin": [], "modules": {"usb_storage": {"loaded": false, "blacklisted": true, "disabled": true, "install": "/bin/false"}}}

missing := {"available": ["ext4"], "builtin": [], "modules": {}}

good := missing

loadable := {"available": ["usb_storage", "ext4"], "builtin": [], "modules": {}}

only_blacklisted := {"available": ["usb_storage"], "builtin": [], "modules": {"usb_storage": {"loaded": false, "blacklisted": true, "disabled": false, "install": null}}}

loaded := {"available": ["usb_storage"], "builtin": [], "modules": {"usb_storage": {"loaded": true, "blacklisted": true, "disabled": true, "install": "/bin/false"}}}

built_in := {"available": [], "builtin": ["usb_storage"], "modules": {}}

test_a_module_that_is_disabled_or_missing_passes if {
	count(policy.fail) == 0 with input as disabled with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_module_that_can_be_loaded_fails_unless_it_is_of_no_interest if {
	some f in policy.fail with input as loadable with data.params as params
	f.key == "usb_storage"
	count(policy.fail) == 0 with input as loadable with data.params as others
}

test_a_blacklist_line_alone_does_not_stop_loading_by_name if {
	count(policy.fail) == 1 with input as only_blacklisted with data.params as params
}

test_a_loaded_module_fails if {
	some f in policy.fail with input as loaded with data.params as params
	f.key == "usb_storage loaded"
}

test_a_built_in_one_fails if {
	some f in policy.fail with input as built_in with data.params as params
	f.key == "usb_storage built in"
}

a_machine := {"linux.host": [{"container": false}]}

a_container := {"linux.host": [{"container": true}]}

test_applies_only_to_a_machine_with_a_kernel_of_its_own if {
	policy.applicable with input as good with data.resources as a_machine
	not policy.applicable with input as good with data.resources as a_container
}
