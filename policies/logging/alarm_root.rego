# METADATA
# scope: package
# title: Somebody is told when the root user is used
# description: The root user is for emergencies. Either there is one, or somebody has stolen the account.
# schemas:
#   - input: schema["aws.account"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
# custom:
#   severity: medium
#   tags: [aws, alarm]
#   controls:
#     nist-800-53-r5: [SI-4, AU-6]
#     iso-27001-2022: [A.8.16, A.5.25]
#     cis-aws-7.0: ["5.3"]
#     cis-aws-5.0: ["4.3"]
#     soc2: ["CC7.2", "CC7.3"]
#     pci-dss-4.0.1: ["10.4.1", "10.7.2"]
#   remediation: >-
#     Add a metric filter on the log group of the trail that matches these calls, an alarm on its metric, and a
#     topic to which somebody is subscribed.
package policies.logging.alarm_root

import data.lib.alarm

fail contains {"message": "nobody is told when the root user is used", "expected": "an alarm"} if {
	not _told
}

# Calls that AWS makes itself on behalf of the root user may be left out.
_allowed := {["userIdentity.type", "=", "Root"], ["userIdentity.invokedBy", "not exists", ""], ["eventType", "!=", "AwsServiceEvent"]}

_told if {
	some t in alarm.told
	["userIdentity.type", "=", "Root"] in t
	count(t - _allowed) == 0
}
