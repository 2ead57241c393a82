# METADATA
# scope: package
# title: No security group opens administration to all of IPv4
# description: SSH and Remote Desktop that are open to the world are tried by strangers within minutes.
# schemas:
#   - input: schema["aws.ec2.security_group"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
# custom:
#   severity: high
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-4, SC-7]
#     iso-27001-2022: [A.8.20, A.8.22]
#     cis-aws-7.0: ["6.3"]
#     cis-aws-5.0: ["5.3"]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.3.1", "1.4.2"]
#   params:
#     ports: {type: array, default: [22, 3389], description: "the ports that must not be open to all"}
#   remediation: >-
#     Restrict the rule to the networks that need it; administer instances through Session Manager, which needs no
#     open port.
package policies.network.aws_admin_ports_ipv4

import data.lib.ports

fail contains {"message": sprintf("port %d is open to all (%s)", [port, concat(", ", sort(_open[port]))]), "path": "ingress", "key": sprintf("port %d", [port]), "expected": "named networks"} if {
	some port in data.params.network.aws_admin_ports_ipv4.ports
	count(_open[port]) > 0
}

_open[port] contains rule.cidr if {
	some port in data.params.network.aws_admin_ports_ipv4.ports
	some rule in input.ingress
	rule.cidr in {"0.0.0.0/0"}
	ports.covers(rule, port)
}
