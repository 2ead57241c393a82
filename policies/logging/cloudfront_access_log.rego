# METADATA
# scope: package
# title: Distributions log who called
# description: The edge is the only place where all calls can be seen.
# schemas:
#   - input: schema["aws.cloudfront.distribution"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-2, AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-aws-7.0: ["4.10"]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.2.1"]
#   remediation: Turn standard logging on, to a bucket or through CloudWatch Logs.
package policies.logging.cloudfront_access_log

applicable if input.enabled

fail contains {"message": "nobody records the calls", "path": "logging", "expected": "standard logging"} if {
	input.logging == null
}
