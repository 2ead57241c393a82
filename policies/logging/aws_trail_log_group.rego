# METADATA
# scope: package
# title: Recorded calls reach CloudWatch Logs
# description: From there alarms can look at them within minutes.
# schemas:
#   - input: schema["aws.cloudtrail.trail"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-6, SI-4]
#     iso-27001-2022: [A.8.16]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.4.1"]
#   remediation: Give the trail a log group and a role that may write to it.
package policies.logging.aws_trail_log_group

applicable if input.multi_region

fail contains {"message": "the trail writes to a bucket alone", "path": "log_group", "expected": "a log group"} if {
	input.log_group == null
}
