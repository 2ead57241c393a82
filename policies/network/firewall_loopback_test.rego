package policies.network.firewall_loopback_test

import data.policies.network.firewall_loopback as policy

good := {"rule_count": 9, "loopback_accepted": true}

bad := {"rule_count": 9, "loopback_accepted": false}

none := {"rule_count": 0, "loopback_accepted": false}

test_an_open_loopback_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_closed_one_fails if {
	some f in policy.fail with input as bad
	f.path == "loopback_accepted"
}

test_applies_only_where_there_are_rules if {
	policy.applicable with input as good
	not policy.applicable with input as none
}
