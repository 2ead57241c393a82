# METADATA
# scope: package
# title: Alarms tell somebody
# description: An alarm without an action turns red where nobody looks.
# schemas:
#   - input: schema["aws.cloudwatch.alarm"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
# custom:
#   severity: low
#   tags: [aws, alarm]
#   controls:
#     nist-800-53-r5: [SI-4, AU-5]
#     iso-27001-2022: [A.8.16]
#     soc2: ["CC7.3"]
#     pci-dss-4.0.1: ["10.7.2"]
#   remediation: Give the alarm a topic with a subscriber, and turn its actions on.
package policies.logging.alarm_tells_somebody

fail contains {"message": "the alarm has no action", "path": "actions", "expected": "a topic, or another action"} if {
	count(input.actions) == 0
}

fail contains {"message": "the actions of the alarm are turned off", "path": "actions_enabled", "expected": true} if {
	not input.actions_enabled
}
