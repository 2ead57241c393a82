# METADATA
# scope: package
# title: Buckets are encrypted with a key of KMS
# description: >-
#   Only with a key of KMS does reading an object take a second permission, and leave a trace of its own.
# schemas:
#   - input: schema["aws.s3.bucket"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
# custom:
#   severity: low
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: [SC-28, SC-12]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.1", "C1.1"]
#     pci-dss-4.0.1: ["3.5.1", "3.6.1"]
#   remediation: >-
#     Set the default encryption to SSE-KMS with a key of your own, and turn the bucket key on to save calls.
package policies.data.s3_encryption_key

applicable if input.encryption != null

fail contains {"message": sprintf("objects are encrypted with %s", [input.encryption.algorithm]), "path": "encryption.algorithm", "expected": "aws:kms"} if {
	not _of_kms
}

_of_kms if startswith(input.encryption.algorithm, "aws:kms")
