# METADATA
# scope: package
# title: Restoring from AWS Backup is tested
# description: A backup that nobody has restored is a hope. A region without recovery points needs no test.
# schemas:
#   - input: schema["aws.backup.settings"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
# custom:
#   severity: medium
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [CP-4, "CP-9(1)"]
#     iso-27001-2022: [A.8.13, A.5.30]
#     soc2: ["A1.3"]
#   params:
#     days: {type: integer, default: 90, description: "how long ago the last restore may be"}
#   remediation: Create a restore testing plan, or restore by hand within the days of the parameter.
package policies.backup.restore_testing_plan

import data.lib.dates

_limit := data.params.backup.restore_testing_plan.days

applicable if input.origin.region in _regions

_regions contains r.origin.region if some r in data.resources["aws.backup.resource"]

_recent if {
	some t in input.restore_tests
	t.last_run != null
	dates.days_since(t.last_run) <= _limit
}

_recent if {
	input.last_restore != null
	dates.days_since(input.last_restore) <= _limit
}

fail contains {"message": sprintf("no restore in the last %d days", [_limit]), "path": "restore_tests", "expected": "a restore testing plan that runs"} if {
	not _recent
}
