# METADATA
# scope: package
# title: Buckets behind a distribution are read by it alone
# description: >-
#   A bucket that is read without an identity must be open to everybody, past all that the distribution guards.
# schemas:
#   - input: schema["aws.cloudfront.distribution"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
# custom:
#   severity: medium
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, SC-7]
#     iso-27001-2022: [A.8.3]
#     soc2: ["CC6.1", "CC6.6"]
#     pci-dss-4.0.1: ["7.3.3"]
#   remediation: Give the origin an origin access control, and let only the distribution read the bucket.
package policies.data.cloudfront_bucket_signed

applicable if {
	some o in input.origins
	o.bucket
}

fail contains {"message": sprintf("%s is read without an identity", [o.domain]), "path": "origins", "key": o.id, "expected": "an origin access control"} if {
	some o in input.origins
	o.bucket
	not o.signed
}
