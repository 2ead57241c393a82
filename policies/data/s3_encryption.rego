# METADATA
# scope: package
# title: Buckets encrypt new objects
# description: >-
#   S3 has encrypted every new object since 2023; a bucket without a default encryption is one on a server that does
#   not.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
# custom:
#   severity: medium
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: [SC-28]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.1", "C1.1"]
#     pci-dss-4.0.1: ["3.5.1"]
#   remediation: Set a default encryption for the bucket.
package policies.data.s3_encryption

fail contains {"message": "the bucket has no default encryption", "path": "encryption", "expected": "a default encryption"} if {
	input.encryption == null
}
