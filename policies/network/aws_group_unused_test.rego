package policies.network.aws_group_unused_test

import data.policies.network.aws_group_unused as policy

good := {
	"group_id": "sg-1", "vpc": "vpc-1", "description": "web", "default": false, "attached": true,
	"ingress": [office], "egress": [out],
}

office := {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr": "203.0.113.0/24", "prefix_list": null, "group": null, "description": ""}

out := {"protocol": "all", "from_port": null, "to_port": null, "cidr": "0.0.0.0/0", "prefix_list": null, "group": null, "description": ""}

letting(change) := object.union(good, {"ingress": [object.union(office, change)]})

bad := object.union(good, {"attached": false})

default_group := object.union(bad, {"default": true})

test_a_group_in_use_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_an_unused_one_fails if {
	count(policy.fail) == 1 with input as bad
}

test_default_groups_cannot_be_removed if {
	not policy.applicable with input as default_group
}
