package policies.network.router_advertisements_test

import data.policies.network.router_advertisements as policy

good := {"running": {"net.ipv6.conf.all.accept_ra": "0", "net.ipv6.conf.default.accept_ra": "0"}, "persistent": {"net.ipv6.conf.all.accept_ra": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "net.ipv6.conf.default.accept_ra": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 2}}}

bad_now := {"running": {"net.ipv6.conf.all.accept_ra": "1", "net.ipv6.conf.default.accept_ra": "1"}, "persistent": {"net.ipv6.conf.all.accept_ra": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "net.ipv6.conf.default.accept_ra": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 2}}}

bad_at_boot := {"running": {"net.ipv6.conf.all.accept_ra": "0", "net.ipv6.conf.default.accept_ra": "0"}, "persistent": {"net.ipv6.conf.all.accept_ra": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "net.ipv6.conf.default.accept_ra": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 2}}}

unset_at_boot := object.union(object.remove(good, ["persistent"]), {"persistent": {}})

nothing_known := {"running": {}, "persistent": {}}

test_safe_values_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_unsafe_running_value_fails_by_its_name if {
	found := {f.key | some f in policy.fail} with input as bad_now
	found == {"net.ipv6.conf.all.accept_ra", "net.ipv6.conf.default.accept_ra"}
}

test_each_unsafe_value_of_the_next_boot_fails if {
	found := {f.path | some f in policy.fail} with input as bad_at_boot
	found == {`persistent["net.ipv6.conf.all.accept_ra"].value`, `persistent["net.ipv6.conf.default.accept_ra"].value`}
}

test_a_value_that_only_the_running_kernel_holds_fails if {
	found := {f.key | some f in policy.fail} with input as unset_at_boot
	found == {"net.ipv6.conf.all.accept_ra at boot", "net.ipv6.conf.default.accept_ra at boot"}
}
