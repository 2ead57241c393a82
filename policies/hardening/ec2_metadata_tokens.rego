# METADATA
# scope: package
# title: Instances give their credentials only for a session token
# description: >-
#   Without the token a program that fetches addresses for strangers also fetches the credentials of the instance.
# schemas:
#   - input: schema["aws.ec2.instance"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
# custom:
#   severity: high
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [CM-6, AC-6]
#     iso-27001-2022: [A.8.9]
#     cis-aws-7.0: ["6.7"]
#     cis-aws-5.0: ["5.7"]
#     soc2: ["CC6.1", "CC6.6"]
#     pci-dss-4.0.1: ["2.2.1"]
#   remediation: >-
#     Run "aws ec2 modify-instance-metadata-options --http-tokens required" after a look at the metric
#     MetadataNoToken.
package policies.hardening.ec2_metadata_tokens

applicable if input.metadata.enabled

fail contains {"message": "requests without a token are answered", "path": "metadata.tokens", "expected": "required"} if {
	input.metadata.tokens != "required"
}
