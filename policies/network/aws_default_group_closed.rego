# METADATA
# scope: package
# title: Default security groups let nothing through
# description: >-
#   What is started without a security group gets the default one. It should then reach nothing and be reached by
#   nobody.
# schemas:
#   - input: schema["aws.ec2.security_group"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-4, SC-7, CM-7]
#     iso-27001-2022: [A.8.20, A.8.22]
#     cis-aws-7.0: ["6.5"]
#     cis-aws-5.0: ["5.5"]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.2.5", "2.2.2"]
#   remediation: Move what uses the group to one of its own, then remove all rules of the default group.
package policies.network.aws_default_group_closed

applicable if input.default

fail contains {"message": sprintf("%d rules let traffic in", [count(input.ingress)]), "path": "ingress", "expected": []} if {
	count(input.ingress) > 0
}

fail contains {"message": sprintf("%d rules let traffic out", [count(input.egress)]), "path": "egress", "expected": []} if {
	count(input.egress) > 0
}
