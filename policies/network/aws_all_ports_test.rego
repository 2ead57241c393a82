package policies.network.aws_all_ports_test

import data.policies.network.aws_all_ports as policy

good := {
	"group_id": "sg-1", "vpc": "vpc-1", "description": "web", "default": false, "attached": true,
	"ingress": [office], "egress": [out],
}

office := {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr": "203.0.113.0/24", "prefix_list": null, "group": null, "description": ""}

out := {"protocol": "all", "from_port": null, "to_port": null, "cidr": "0.0.0.0/0", "prefix_list": null, "group": null, "description": ""}

letting(change) := object.union(good, {"ingress": [object.union(office, change)]})

open := letting({"protocol": "all", "from_port": null, "to_port": null, "cidr": "::/0"})

all_of_tcp := letting({"from_port": 0, "to_port": 65535, "cidr": "0.0.0.0/0"})

one_port := letting({"from_port": 443, "to_port": 443, "cidr": "0.0.0.0/0"})

test_single_ports_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as one_port
}

test_everything_fails if {
	count(policy.fail) == 1 with input as open
	count(policy.fail) == 1 with input as all_of_tcp
}
