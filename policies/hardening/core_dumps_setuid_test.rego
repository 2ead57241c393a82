package policies.hardening.core_dumps_setuid_test

import data.policies.hardening.core_dumps_setuid as policy

good := {"running": {"fs.suid_dumpable": "0"}, "persistent": {"fs.suid_dumpable": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 1}}}

bad_now := {"running": {"fs.suid_dumpable": "2"}, "persistent": {"fs.suid_dumpable": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 1}}}

bad_at_boot := {"running": {"fs.suid_dumpable": "0"}, "persistent": {"fs.suid_dumpable": {"value": "2", "file": "/etc/sysctl.d/60-local.conf", "line": 1}}}

unset_at_boot := object.union(object.remove(good, ["persistent"]), {"persistent": {}})

nothing_known := {"running": {}, "persistent": {}}

test_safe_values_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_unsafe_running_value_fails_by_its_name if {
	found := {f.key | some f in policy.fail} with input as bad_now
	found == {"fs.suid_dumpable"}
}

test_each_unsafe_value_of_the_next_boot_fails if {
	found := {f.path | some f in policy.fail} with input as bad_at_boot
	found == {`persistent["fs.suid_dumpable"].value`}
}

test_the_kernel_s_own_default_is_safe if {
	found := {f.key | some f in policy.fail} with input as unset_at_boot
	found == set()
}

test_a_parameter_that_the_kernel_must_have_fails_when_it_is_missing if {
	found := {f.key | some f in policy.fail} with input as nothing_known
	found == {"fs.suid_dumpable"}
}

a_machine := {"linux.host": [{"container": false}]}

a_container := {"linux.host": [{"container": true}]}

test_applies_only_to_a_machine_with_a_kernel_of_its_own if {
	policy.applicable with input as good with data.resources as a_machine
	not policy.applicable with input as good with data.resources as a_container
}
