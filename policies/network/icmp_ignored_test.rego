package policies.network.icmp_ignored_test

import data.policies.network.icmp_ignored as policy

good := {"running": {"net.ipv4.icmp_echo_ignore_broadcasts": "1", "net.ipv4.icmp_ignore_bogus_error_responses": "1"}, "persistent": {"net.ipv4.icmp_echo_ignore_broadcasts": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "net.ipv4.icmp_ignore_bogus_error_responses": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 2}}}

bad_now := {"running": {"net.ipv4.icmp_echo_ignore_broadcasts": "0", "net.ipv4.icmp_ignore_bogus_error_responses": "0"}, "persistent": {"net.ipv4.icmp_echo_ignore_broadcasts": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "net.ipv4.icmp_ignore_bogus_error_responses": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 2}}}

bad_at_boot := {"running": {"net.ipv4.icmp_echo_ignore_broadcasts": "1", "net.ipv4.icmp_ignore_bogus_error_responses": "1"}, "persistent": {"net.ipv4.icmp_echo_ignore_broadcasts": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "net.ipv4.icmp_ignore_bogus_error_responses": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 2}}}

unset_at_boot := object.union(object.remove(good, ["persistent"]), {"persistent": {}})

nothing_known := {"running": {}, "persistent": {}}

test_safe_values_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_unsafe_running_value_fails_by_its_name if {
	found := {f.key | some f in policy.fail} with input as bad_now
	found == {"net.ipv4.icmp_echo_ignore_broadcasts", "net.ipv4.icmp_ignore_bogus_error_responses"}
}

test_each_unsafe_value_of_the_next_boot_fails if {
	found := {f.path | some f in policy.fail} with input as bad_at_boot
	found == {`persistent["net.ipv4.icmp_echo_ignore_broadcasts"].value`, `persistent["net.ipv4.icmp_ignore_bogus_error_responses"].value`}
}

test_the_kernel_s_own_default_is_safe if {
	found := {f.key | some f in policy.fail} with input as unset_at_boot
	found == set()
}

test_a_parameter_that_the_kernel_must_have_fails_when_it_is_missing if {
	found := {f.key | some f in policy.fail} with input as nothing_known
	found == {"net.ipv4.icmp_echo_ignore_broadcasts", "net.ipv4.icmp_ignore_bogus_error_responses"}
}
