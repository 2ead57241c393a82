# METADATA
# scope: package
# title: Somebody is told of refused calls
# description: Many refusals are a stranger who tries what a stolen key can do.
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
#     cis-aws-7.0: ["5.1"]
#     cis-aws-5.0: ["4.1"]
#     soc2: ["CC7.2", "CC7.3"]
#     pci-dss-4.0.1: ["10.4.1", "10.7.2"]
#   remediation: >-
#     Add a metric filter on the log group of the trail that matches these calls, an alarm on its metric, and a
#     topic to which somebody is subscribed.
package policies.logging.alarm_refused_calls

import data.lib.alarm

fail contains {"message": "nobody is told of refused calls", "expected": "an alarm on UnauthorizedOperation and AccessDenied"} if {
	not _operation
}

fail contains {"message": "nobody is told of denied access", "key": "denied", "expected": "an alarm on UnauthorizedOperation and AccessDenied"} if {
	_operation
	not _access
}

_operation if {
	some t in alarm.told
	some ["errorCode", "=", code] in t
	code in {"*UnauthorizedOperation", "Client.UnauthorizedOperation"}
}

_access if {
	some t in alarm.told
	some ["errorCode", "=", code] in t
	code in {"AccessDenied*", "AccessDenied"}
}
