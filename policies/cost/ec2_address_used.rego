# METADATA
# scope: package
# title: Elastic IP addresses are in use
# description: An address that nothing uses is charged for all the same.
# schemas:
#   - input: schema["aws.ec2.address"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [CM-8]
#     iso-27001-2022: [A.8.6]
#     soc2: ["A1.1"]
#   remediation: Release the address, unless somebody outside has it in a list.
package policies.cost.ec2_address_used

fail contains {"message": "nothing uses the address", "path": "used", "expected": true} if {
	not input.used
}
