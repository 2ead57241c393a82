package policies.network.firewall_present_test

import data.policies.network.firewall_present as policy

good := {"rule_count": 12, "chains": {"input": {"policy": "drop", "rules": 9}}}

none := {"rule_count": 0, "chains": {}}

other_hook := {"rule_count": 3, "chains": {"output": {"policy": "accept", "rules": 3}}}

test_rules_on_what_comes_in_pass if {
	count(policy.fail) == 0 with input as good
}

test_no_rules_fail if {
	paths := {f.path | some f in policy.fail} with input as none
	paths == {"rule_count", "chains.input"}
}

test_rules_elsewhere_fail if {
	paths := {f.path | some f in policy.fail} with input as other_hook
	paths == {"chains.input"}
}

test_a_chain_that_takes_everything_fails if {
	paths := {f.path | some f in policy.fail} with input as {"rule_count": 8, "chains": {"input": {"policy": "accept", "rules": 0}}}
	paths == {"chains.input"}
	count(policy.fail) == 0 with input as {"rule_count": 8, "chains": {"input": {"policy": "drop", "rules": 0}}}
}
