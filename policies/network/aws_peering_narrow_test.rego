package policies.network.aws_peering_narrow_test

import data.policies.network.aws_peering_narrow as policy

good := {
	"status": "active", "requester": {"account": "123456789012", "vpc": "vpc-1", "cidrs": ["10.1.0.0/16"]},
	"accepter": {"account": "123456789012", "vpc": "vpc-2", "cidrs": ["10.2.0.0/16"]},
	"routes": [route("vpc-1", "10.2.1.0/24"), route("vpc-2", "10.1.1.7/32"), route("vpc-1", "pl-1")],
}

route(vpc, to) := {"table": "rtb-1", "vpc": vpc, "destination": to}

bad := object.union(good, {"routes": [route("vpc-1", "10.2.0.0/16"), route("vpc-2", "0.0.0.0/0"), route("vpc-2", "10.1.1.0/24")]})

test_narrow_routes_pass if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_wide_routes_fail if {
	{f.key | some f in policy.fail} == {"rtb-1 10.2.0.0/16", "rtb-1 0.0.0.0/0"} with input as bad
}

test_does_not_apply_to_a_peering_that_is_not_active if {
	not policy.applicable with input as object.union(bad, {"status": "deleted"})
}
