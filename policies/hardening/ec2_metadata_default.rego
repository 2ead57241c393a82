# METADATA
# scope: package
# title: New instances ask for a session token in each region
# description: Then the safe way to an instance's credentials is the one that nobody has to think of.
# schemas:
#   - input: schema["aws.ec2.settings"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [CM-6, AC-6]
#     iso-27001-2022: [A.8.9]
#     cis-aws-7.0: ["6.7"]
#     cis-aws-5.0: ["5.7"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["2.2.1"]
#   remediation: Set the account default for instance metadata in the region to "V2 only".
package policies.hardening.ec2_metadata_default

fail contains {"message": "new instances take requests without a token", "path": "metadata_tokens", "expected": "required"} if {
	input.metadata_tokens != "required"
}
