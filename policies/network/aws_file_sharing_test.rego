package policies.network.aws_file_sharing_test

import data.policies.network.aws_file_sharing as policy

params := {"network": {"aws_file_sharing": {"ports": [445, 139, 2049]}}}

good := {
	"group_id": "sg-1", "vpc": "vpc-1", "description": "web", "default": false, "attached": true,
	"ingress": [office], "egress": [out],
}

office := {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr": "203.0.113.0/24", "prefix_list": null, "group": null, "description": ""}

out := {"protocol": "all", "from_port": null, "to_port": null, "cidr": "0.0.0.0/0", "prefix_list": null, "group": null, "description": ""}

letting(change) := object.union(good, {"ingress": [object.union(office, change)]})

open := letting({"from_port": 445, "to_port": 445, "cidr": "0.0.0.0/0"})

all_ports := letting({"protocol": "all", "from_port": null, "to_port": null, "cidr": "0.0.0.0/0"})

another_port := letting({"from_port": 443, "to_port": 443, "cidr": "0.0.0.0/0"})

test_named_networks_and_other_ports_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as another_port with data.params as params
}

test_open_to_all_fails if {
	{f.key | some f in policy.fail} == {"port 445"} with input as open with data.params as params
	count(policy.fail) == 3 with input as all_ports with data.params as params
}
