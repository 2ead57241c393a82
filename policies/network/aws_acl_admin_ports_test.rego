package policies.network.aws_acl_admin_ports_test

import data.policies.network.aws_acl_admin_ports as policy

params := {"network": {"aws_acl_admin_ports": {"ports": [22, 3389]}}}

good := {"vpc": "vpc-1", "default": false, "subnets": ["subnet-1"], "ingress": [refuse, all], "egress": []}

refuse := {"number": 90, "allow": false, "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr": "0.0.0.0/0"}

all := {"number": 100, "allow": true, "protocol": "tcp", "from_port": 20, "to_port": 1000, "cidr": "0.0.0.0/0"}

open := object.union(good, {"ingress": [all]})

late := object.union(good, {"ingress": [all, refuse]})

six := object.union(good, {"ingress": [object.union(all, {"cidr": "::/0", "protocol": "all", "from_port": null, "to_port": null})]})

unused := object.union(good, {"subnets": []})

test_what_is_in_order_passes if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as open with data.params as params
	count(policy.fail) == 1 with input as late with data.params as params
	count(policy.fail) == 2 with input as six with data.params as params
}

test_does_not_apply_to_others if {
	not policy.applicable with input as unused with data.params as params
}
