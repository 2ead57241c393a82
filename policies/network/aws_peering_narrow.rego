# METADATA
# scope: package
# title: Routes to a peered network lead to a part of it
# description: A route to the whole of the other network opens all of it to whoever gets into this one.
# schemas:
#   - input: schema["aws.ec2.peering"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-4, SC-7]
#     iso-27001-2022: [A.8.22, A.8.20]
#     cis-aws-7.0: ["6.6"]
#     cis-aws-5.0: ["5.6"]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.4.2"]
#   remediation: Replace the route by routes to the subnets or hosts that are needed.
package policies.network.aws_peering_narrow

applicable if input.status == "active"

# What a table leads to is the other side's network.
_others(route) := input.accepter.cidrs if route.vpc == input.requester.vpc

_others(route) := input.requester.cidrs if {
	route.vpc == input.accepter.vpc
	route.vpc != input.requester.vpc
}

fail contains {
	"message": sprintf("the table %s leads to the whole of %s", [route.table, cidr]), "path": "routes",
	"key": sprintf("%s %s", [route.table, route.destination]), "expected": "a part of the network",
} if {
	some route in input.routes
	contains(route.destination, "/")
	some cidr in _others(route)
	net.cidr_contains(route.destination, cidr)
}
