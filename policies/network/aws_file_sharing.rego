# METADATA
# scope: package
# title: No security group opens file sharing to all
# description: File sharing is made for networks in which everybody is known.
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
#     cis-aws-7.0: ["6.1.2"]
#     cis-aws-5.0: ["5.1.2"]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.3.1", "1.4.2"]
#   params:
#     ports: {type: array, default: [445, 139, 2049], description: "the ports that must not be open to all"}
#   remediation: Restrict the rule to the networks that need it, or use a VPN.
package policies.network.aws_file_sharing

import data.lib.ports

fail contains {"message": sprintf("port %d is open to all (%s)", [port, concat(", ", sort(_open[port]))]), "path": "ingress", "key": sprintf("port %d", [port]), "expected": "named networks"} if {
	some port in data.params.network.aws_file_sharing.ports
	count(_open[port]) > 0
}

_open[port] contains rule.cidr if {
	some port in data.params.network.aws_file_sharing.ports
	some rule in input.ingress
	rule.cidr in {"0.0.0.0/0", "::/0"}
	ports.covers(rule, port)
}
