# METADATA
# scope: package
# title: No network access list opens administration to all
# description: >-
#   The access list of a subnet is the second wall, for the day on which somebody opens a security group.
# schemas:
#   - input: schema["aws.ec2.network_acl"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
# custom:
#   severity: low
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-4, SC-7]
#     iso-27001-2022: [A.8.20, A.8.22]
#     cis-aws-7.0: ["6.2"]
#     cis-aws-5.0: ["5.2"]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.3.1", "1.4.2"]
#   params:
#     ports: {type: array, default: [22, 3389], description: "the ports that must not be open to all"}
#   remediation: >-
#     Add an entry that refuses these ports before the one that allows them, or allow named networks only.
package policies.network.aws_acl_admin_ports

import data.lib.ports

applicable if count(input.subnets) > 0

fail contains {"message": sprintf("port %d is open to all (%s)", [port, cidr]), "path": "ingress", "key": sprintf("port %d from %s", [port, cidr]), "expected": "named networks"} if {
	some port in data.params.network.aws_acl_admin_ports.ports
	some cidr in {"0.0.0.0/0", "::/0"}

	# The first entry that matches decides.
	first := min({i | some i, e in input.ingress; e.cidr == cidr; ports.covers(e, port)})
	input.ingress[first].allow
}
