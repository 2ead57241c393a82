# METADATA
# scope: package
# title: Somebody is told of changed rules of buckets
# description: Such a change is rare, and each one that nobody expected is worth a look.
# schemas:
#   - input: schema["aws.account"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
# custom:
#   severity: low
#   tags: [aws, alarm]
#   controls:
#     nist-800-53-r5: [SI-4, AU-6]
#     iso-27001-2022: [A.8.16, A.5.25]
#     cis-aws-7.0: ["5.8"]
#     cis-aws-5.0: ["4.8"]
#     soc2: ["CC7.2", "CC7.3"]
#     pci-dss-4.0.1: ["10.4.1", "10.7.2"]
#   remediation: >-
#     Add a metric filter on the log group of the trail that matches these calls, an alarm on its metric, and a
#     topic to which somebody is subscribed.
package policies.logging.alarm_bucket_policies

import data.lib.alarm

_calls := {"PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle", "PutBucketReplication", "DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketReplication"}

fail contains {"message": sprintf("nobody is told of %s", [concat(", ", sort(_calls - alarm.names))]), "expected": "an alarm"} if {
	count(_calls - alarm.names) > 0
}
