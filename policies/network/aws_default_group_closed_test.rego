package policies.network.aws_default_group_closed_test

import data.policies.network.aws_default_group_closed as policy

good := {
	"group_id": "sg-1", "vpc": "vpc-1", "description": "web", "default": false, "attached": true,
	"ingress": [office], "egress": [out],
}

office := {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr": "203.0.113.0/24", "prefix_list": null, "group": null, "description": ""}

out := {"protocol": "all", "from_port": null, "to_port": null, "cidr": "0.0.0.0/0", "prefix_list": null, "group": null, "description": ""}

letting(change) := object.union(good, {"ingress": [object.union(office, change)]})

open := object.union(good, {"default": true})

closed := object.union(open, {"ingress": [], "egress": []})

test_no_rules_pass if {
	policy.applicable with input as closed
	count(policy.fail) == 0 with input as closed
}

test_rules_fail if {
	{f.path | some f in policy.fail} == {"ingress", "egress"} with input as open
}

test_applies_to_default_groups if {
	not policy.applicable with input as good
}
