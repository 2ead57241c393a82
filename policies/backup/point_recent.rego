# METADATA
# scope: package
# title: Recovery points are recent
# description: >-
#   What was done since the newest point is lost. The days are the loss that the organisation can bear (RPO).
# schemas:
#   - input: schema["aws.backup.resource"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/aws-backup/latest/devguide/view-protected-resources-by-arn.html
# custom:
#   severity: high
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-9, CP-10]
#     iso-27001-2022: [A.8.13]
#     soc2: ["A1.2"]
#   params:
#     days: {type: integer, default: 7, description: "how old the newest recovery point may be"}
#   remediation: >-
#     Look at why the plan makes no more points: its schedule, its selection, the failed jobs.
package policies.backup.point_recent

import data.lib.dates

_limit := data.params.backup.point_recent.days

fail contains {"message": sprintf("the newest recovery point is %d days old", [dates.days_since(input.last_backup)]), "path": "last_backup", "expected": sprintf("at most %d days", [_limit])} if {
	input.last_backup != null
	dates.days_since(input.last_backup) > _limit
}

fail contains {"message": "there is no recovery point any more", "path": "last_backup", "expected": sprintf("at most %d days", [_limit])} if {
	input.last_backup == null
}
