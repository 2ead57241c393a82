# METADATA
# scope: package
# title: Security groups are in use
# description: Groups that nothing uses hide the ones that matter, and one day somebody takes the wrong one.
# schemas:
#   - input: schema["aws.ec2.security_group"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [CM-8, AC-4]
#     iso-27001-2022: [A.5.9, A.8.9]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.2.7"]
#   remediation: Delete the group, after a look at whether other groups name it.
package policies.network.aws_group_unused

applicable if not input.default

fail contains {"message": "no network interface uses the group", "path": "attached", "expected": true} if {
	not input.attached
}
