package policies.hardening.ptrace_restricted_test

import data.policies.hardening.ptrace_restricted as policy

good := {"running": {"kernel.yama.ptrace_scope": "1"}, "persistent": {"kernel.yama.ptrace_scope": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 1}}}

bad_now := {"running": {"kernel.yama.ptrace_scope": "0"}, "persistent": {"kernel.yama.ptrace_scope": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 1}}}

bad_at_boot := {"running": {"kernel.yama.ptrace_scope": "1"}, "persistent": {"kernel.yama.ptrace_scope": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 1}}}

unset_at_boot := object.union(object.remove(good, ["persistent"]), {"persistent": {}})

nothing_known := {"running": {}, "persistent": {}}

test_safe_values_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_unsafe_running_value_fails_by_its_name if {
	found := {f.key | some f in policy.fail} with input as bad_now
	found == {"kernel.yama.ptrace_scope"}
}

test_each_unsafe_value_of_the_next_boot_fails if {
	found := {f.path | some f in policy.fail} with input as bad_at_boot
	found == {`persistent["kernel.yama.ptrace_scope"].value`}
}

test_a_value_that_only_the_running_kernel_holds_fails if {
	found := {f.key | some f in policy.fail} with input as unset_at_boot
	found == {"kernel.yama.ptrace_scope at boot"}
}

test_a_parameter_that_the_kernel_must_have_fails_when_it_is_missing if {
	found := {f.key | some f in policy.fail} with input as nothing_known
	found == {"kernel.yama.ptrace_scope"}
}

a_machine := {"linux.host": [{"container": false}]}

a_container := {"linux.host": [{"container": true}]}

test_applies_only_to_a_machine_with_a_kernel_of_its_own if {
	policy.applicable with input as good with data.resources as a_machine
	not policy.applicable with input as good with data.resources as a_container
}
