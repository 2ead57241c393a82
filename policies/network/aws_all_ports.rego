# METADATA
# scope: package
# title: No security group opens everything to all
# description: A rule for all ports is one that nobody thought about.
# schemas:
#   - input: schema["aws.ec2.security_group"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
# custom:
#   severity: high
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-4, SC-7, CM-7]
#     iso-27001-2022: [A.8.20, A.8.22]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.2.5", "1.3.1"]
#   remediation: Open the ports that the service has, to the networks that need them.
package policies.network.aws_all_ports

fail contains {"message": "all ports are open to all", "path": "ingress", "expected": "single ports, or named networks"} if {
	some rule in input.ingress
	rule.cidr in {"0.0.0.0/0", "::/0"}
	_everything(rule)
}

_everything(rule) if rule.protocol == "all"

_everything(rule) if {
	rule.protocol in {"tcp", "udp"}
	rule.from_port <= 1
	rule.to_port >= 65535
}
