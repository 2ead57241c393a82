package policies.hardening.address_space_randomised_test

import data.policies.hardening.address_space_randomised as policy

good := {"running": {"kernel.randomize_va_space": "2"}, "persistent": {"kernel.randomize_va_space": {"value": "2", "file": "/etc/sysctl.d/60-local.conf", "line": 1}}}

bad_now := {"running": {"kernel.randomize_va_space": "0"}, "persistent": {"kernel.randomize_va_space": {"value": "2", "file": "/etc/sysctl.d/60-local.conf", "line": 1}}}

bad_at_boot := {"running": {"kernel.randomize_va_space": "2"}, "persistent": {"kernel.randomize_va_space": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 1}}}

unset_at_boot := object.union(object.remove(good, ["persistent"]), {"persistent": {}})

nothing_known := {"running": {}, "persistent": {}}

test_safe_values_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_unsafe_running_value_fails_by_its_name if {
	found := {f.key | some f in policy.fail} with input as bad_now
	found == {"kernel.randomize_va_space"}
}

test_each_unsafe_value_of_the_next_boot_fails if {
	found := {f.path | some f in policy.fail} with input as bad_at_boot
	found == {`persistent["kernel.randomize_va_space"].value`}
}

test_the_kernel_s_own_default_is_safe if {
	found := {f.key | some f in policy.fail} with input as unset_at_boot
	found == set()
}

test_a_parameter_that_the_kernel_must_have_fails_when_it_is_missing if {
	found := {f.key | some f in policy.fail} with input as nothing_known
	found == {"kernel.randomize_va_space"}
}

a_machine := {"linux.host": [{"container": false}]}

a_container := {"linux.host": [{"container": true}]}

test_applies_only_to_a_machine_with_a_kernel_of_its_own if {
	policy.applicable with input as good with data.resources as a_machine
	not policy.applicable with input as good with data.resources as a_container
}
