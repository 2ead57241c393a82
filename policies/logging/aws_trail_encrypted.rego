# METADATA
# scope: package
# title: Recorded calls are encrypted with a key of one's own
# description: >-
#   Records tell a stranger how everything is built. With a key of one's own, reading them takes a second
#   permission.
# schemas:
#   - input: schema["aws.cloudtrail.trail"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
# custom:
#   severity: low
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: [AU-9, SC-28]
#     iso-27001-2022: [A.8.15, A.8.24]
#     cis-aws-7.0: ["4.5"]
#     cis-aws-5.0: ["3.5"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["10.3.1"]
#   remediation: Set a KMS key on the trail, and allow CloudTrail to use it in the key policy.
package policies.logging.aws_trail_encrypted

fail contains {"message": "the records are not encrypted with a key of KMS", "path": "kms_key", "expected": "a key"} if {
	input.kms_key == null
}
