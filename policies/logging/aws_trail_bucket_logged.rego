# METADATA
# scope: package
# title: Access to the bucket of recorded calls is logged
# description: Whoever reads or removes records should leave a trace himself.
# schemas:
#   - input: schema["aws.cloudtrail.trail"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-9, AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-aws-7.0: ["4.4"]
#     cis-aws-5.0: ["3.4"]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.2.1", "10.3.1"]
#   remediation: Turn server access logging on for the bucket of the trail.
package policies.logging.aws_trail_bucket_logged

# The bucket of an organisation's trail may be another account's.
applicable if count(_buckets) > 0

_buckets contains bucket if {
	some bucket in data.resources["aws.s3.bucket"]
	bucket.name == input.bucket
}

fail contains {"message": sprintf("nobody records access to the bucket %s", [input.bucket]), "path": "bucket", "expected": "a bucket with an access log"} if {
	some bucket in _buckets
	bucket.logging == null
}
