package policies.network.firewall_default_deny_test

import data.policies.network.firewall_default_deny as policy

drops := {"input": {"policy": "drop", "rules": 9}}

accepts := {"input": {"policy": "accept", "rules": 9}}

good := {"chains": drops, "chains_ipv6": drops}

only_ipv4 := {"chains": drops, "chains_ipv6": {}}

bad := {"chains": accepts, "chains_ipv6": accepts}

none := {"chains": {}, "chains_ipv6": {}}

with_ipv6 := {"linux.sysctl": [{"running": {"net.ipv6.conf.all.disable_ipv6": "0", "net.ipv6.conf.default.disable_ipv6": "0"}}]}

without_ipv6 := {"linux.sysctl": [{"running": {"net.ipv6.conf.all.disable_ipv6": "1", "net.ipv6.conf.default.disable_ipv6": "1"}}]}

kernel_without_ipv6 := {"linux.sysctl": [{"running": {"net.ipv4.ip_forward": "0"}}]}

half_off := {"linux.sysctl": [{"running": {"net.ipv6.conf.all.disable_ipv6": "1", "net.ipv6.conf.default.disable_ipv6": "0"}}]}

test_dropping_by_default_passes if {
	count(policy.fail) == 0 with input as good with data.resources as with_ipv6
}

test_accepting_by_default_fails_for_both_families if {
	keys := {f.key | some f in policy.fail} with input as bad with data.resources as with_ipv6
	keys == {"input IPv4", "input IPv6"}
}

test_no_chain_fails if {
	count(policy.fail) == 2 with input as none with data.resources as with_ipv6
}

test_ipv6_counts_unless_it_is_off if {
	count(policy.fail) == 1 with input as only_ipv4 with data.resources as with_ipv6
	count(policy.fail) == 0 with input as only_ipv4 with data.resources as without_ipv6
	count(policy.fail) == 0 with input as only_ipv4 with data.resources as kernel_without_ipv6
	count(policy.fail) == 1 with input as only_ipv4 with data.resources as half_off
}
