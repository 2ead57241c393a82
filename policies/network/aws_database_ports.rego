# METADATA
# scope: package
# title: No security group opens a database to all
# description: A database that strangers can reach is protected by its passwords and its bugs alone.
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
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.3.1", "1.4.2", "1.4.4"]
#   params:
#     ports: {type: array, default: [1433, 1521, 3306, 5432, 6379, 9200, 11211, 27017], description: "the ports that must not be open to all"}
#   remediation: Restrict the rule to the security groups of the programs that use the database.
package policies.network.aws_database_ports

import data.lib.ports

fail contains {"message": sprintf("port %d is open to all (%s)", [port, concat(", ", sort(_open[port]))]), "path": "ingress", "key": sprintf("port %d", [port]), "expected": "named networks"} if {
	some port in data.params.network.aws_database_ports.ports
	count(_open[port]) > 0
}

_open[port] contains rule.cidr if {
	some port in data.params.network.aws_database_ports.ports
	some rule in input.ingress
	rule.cidr in {"0.0.0.0/0", "::/0"}
	ports.covers(rule, port)
}
