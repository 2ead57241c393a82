# METADATA
# scope: package
# title: Keys of one's own are rotated
# description: A key that encrypts for years protects more and more data with one secret.
# schemas:
#   - input: schema["aws.kms.key"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
# custom:
#   severity: medium
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: [SC-12]
#     iso-27001-2022: [A.8.24]
#     cis-aws-7.0: ["4.6"]
#     cis-aws-5.0: ["3.6"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["3.7.4"]
#   remediation: Turn automatic rotation on with "aws kms enable-key-rotation".
package policies.data.kms_rotation

applicable if {
	input.rotation != null
	input.state == "Enabled"
}

fail contains {"message": "AWS does not replace the key material", "path": "rotation", "expected": true} if {
	input.rotation == false
}
