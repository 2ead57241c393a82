# METADATA
# scope: package
# title: Log groups keep their records for a time that somebody chose
# description: >-
#   Records that are kept for ever cost for ever; those that are gone after a week are missing in the incident.
# schemas:
#   - input: schema["aws.logs.group"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-11, SI-12]
#     iso-27001-2022: [A.8.15, A.8.10]
#     soc2: ["CC7.2", "C1.2"]
#     pci-dss-4.0.1: ["10.5.1"]
#   params:
#     days: {type: integer, default: 90, description: "for how many days records are kept at least"}
#   remediation: Set the retention of the log group.
package policies.logging.log_group_retention

fail contains {"message": "records are kept for ever", "path": "retention_days", "expected": "a time"} if {
	input.retention_days == null
}

fail contains {"message": sprintf("records are kept for %d days", [input.retention_days]), "path": "retention_days", "expected": data.params.logging.log_group_retention.days} if {
	input.retention_days != null
	input.retention_days < data.params.logging.log_group_retention.days
}
