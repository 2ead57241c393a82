package policies.network.source_routing_test

import data.policies.network.source_routing as policy

good := {"running": {"net.ipv4.conf.all.accept_source_route": "0", "net.ipv4.conf.default.accept_source_route": "0", "net.ipv6.conf.all.accept_source_route": "0", "net.ipv6.conf.default.accept_source_route": "0"}, "persistent": {"net.ipv4.conf.all.accept_source_route": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "net.ipv4.conf.default.accept_source_route": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 2}, "net.ipv6.conf.all.accept_source_route": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 3}, "net.ipv6.conf.default.accept_source_route": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 4}}}

bad_now := {"running": {"net.ipv4.conf.all.accept_source_route": "1", "net.ipv4.conf.default.accept_source_route": "1", "net.ipv6.conf.all.accept_source_route": "1", "net.ipv6.conf.default.accept_source_route": "1"}, "persistent": {"net.ipv4.conf.all.accept_source_route": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "net.ipv4.conf.default.accept_source_route": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 2}, "net.ipv6.conf.all.accept_source_route": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 3}, "net.ipv6.conf.default.accept_source_route": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 4}}}

bad_at_boot := {"running": {"net.ipv4.conf.all.accept_source_route": "0", "net.ipv4.conf.default.accept_source_route": "0", "net.ipv6.conf.all.accept_source_route": "0", "net.ipv6.conf.default.accept_source_route": "0"}, "persistent": {"net.ipv4.conf.all.accept_source_route": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "net.ipv4.conf.default.accept_source_route": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 2}, "net.ipv6.conf.all.accept_source_route": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 3}, "net.ipv6.conf.default.accept_source_route": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 4}}}

unset_at_boot := object.union(object.remove(good, ["persistent"]), {"persistent": {}})

nothing_known := {"running": {}, "persistent": {}}

test_safe_values_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_unsafe_running_value_fails_by_its_name if {
	found := {f.key | some f in policy.fail} with input as bad_now
	found == {"net.ipv4.conf.all.accept_source_route", "net.ipv4.conf.default.accept_source_route", "net.ipv6.conf.all.accept_source_route", "net.ipv6.conf.default.accept_source_route"}
}

test_each_unsafe_value_of_the_next_boot_fails if {
	found := {f.path | some f in policy.fail} with input as bad_at_boot
	found == {`persistent["net.ipv4.conf.all.accept_source_route"].value`, `persistent["net.ipv4.conf.default.accept_source_route"].value`, `persistent["net.ipv6.conf.all.accept_source_route"].value`, `persistent["net.ipv6.conf.default.accept_source_route"].value`}
}

test_a_value_that_only_the_running_kernel_holds_fails if {
	found := {f.key | some f in policy.fail} with input as unset_at_boot
	found == {"net.ipv4.conf.default.accept_source_route at boot"}
}

test_a_parameter_that_the_kernel_must_have_fails_when_it_is_missing if {
	found := {f.key | some f in policy.fail} with input as nothing_known
	found == {"net.ipv4.conf.all.accept_source_route", "net.ipv4.conf.default.accept_source_route"}
}
