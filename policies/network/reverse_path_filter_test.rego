package policies.network.reverse_path_filter_test

import data.policies.network.reverse_path_filter as policy

strict := {"network": {"reverse_path_filter": {"allowed": ["1"]}}}

either := {"network": {"reverse_path_filter": {"allowed": ["1", "2"]}}}

line := {"value": "1", "file": "/etc/sysctl.d/60-network.conf", "line": 1}

good := {"running": {"net.ipv4.conf.all.rp_filter": "1", "net.ipv4.conf.default.rp_filter": "1"}, "persistent": {"net.ipv4.conf.all.rp_filter": line, "net.ipv4.conf.default.rp_filter": line}}

loose_line := object.union(line, {"value": "2"})

loose := {"running": {"net.ipv4.conf.all.rp_filter": "2", "net.ipv4.conf.default.rp_filter": "2"}, "persistent": {"net.ipv4.conf.all.rp_filter": loose_line, "net.ipv4.conf.default.rp_filter": loose_line}}

unset := object.union(object.remove(good, ["persistent"]), {"persistent": {}})

nothing_known := {"running": {}, "persistent": {}}

test_strict_filtering_passes if {
	count(policy.fail) == 0 with input as good with data.params as strict
}

test_loose_filtering_fails_unless_allowed if {
	count(policy.fail) == 4 with input as loose with data.params as strict
	count(policy.fail) == 0 with input as loose with data.params as either
}

test_a_value_that_only_the_running_kernel_holds_fails if {
	keys := {f.key | some f in policy.fail} with input as unset with data.params as strict
	keys == {"net.ipv4.conf.all.rp_filter at boot", "net.ipv4.conf.default.rp_filter at boot"}
}

test_a_parameter_that_is_missing_fails if {
	count(policy.fail) == 2 with input as nothing_known with data.params as strict
}
