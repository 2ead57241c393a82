package policies.network.firewall_at_boot_test

import data.policies.network.firewall_at_boot as policy

params := {"network": {"firewall_at_boot": {"services": ["ufw.service", "nftables.service"]}}}

own := {"network": {"firewall_at_boot": {"services": ["our-rules.service"]}}}

on := {"enabled": "enabled", "active": true, "masked": false}

off := {"enabled": "disabled", "active": false, "masked": false}

good := {"manager": "systemd", "units": {"ufw.service": on, "nftables.service": off}}

none := {"manager": "systemd", "units": {"nftables.service": off}}

both := {"manager": "systemd", "units": {"ufw.service": on, "nftables.service": on}}

elsewhere := {"manager": "none", "units": {}}

test_one_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_none_fails if {
	some f in policy.fail with input as none with data.params as params
	f.key == "none"
}

test_two_fail if {
	some f in policy.fail with input as both with data.params as params
	f.key == "several"
}

test_which_services_count_is_a_parameter if {
	count(policy.fail) == 1 with input as good with data.params as own
}

test_applies_only_to_systemd if {
	policy.applicable with input as good
	not policy.applicable with input as elsewhere
}
