# METADATA
# scope: package
# title: The loss of a site or a system was rehearsed within the year
# description: >-
#   A plan that was never played through has holes that nobody knows of: a missing password, a person who
#   left, a system that needs another first.
# schemas:
#   - input: schema["register.index"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/84/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CP-4, CP-3]
#     iso-27001-2022: [A.5.29, A.5.30]
#     cis-controls-v8.1: ["17.7"]
#   params:
#     days:
#       type: integer
#       default: 365
#       description: how long ago the last exercise may be, in days
#   remediation: >-
#     Play a scenario through with those who would act, and enter it in the register as an exercise.
package policies.backup.exercise_held

import data.lib.dates

_held if {
	some exercise in data.records["register.exercise"]
	count(exercise.participants) > 0
	dates.days_since(exercise.date) >= 0
	dates.days_since(exercise.date) <= data.params.backup.exercise_held.days
}

fail contains {
	"message": sprintf("no exercise was held in the last %d days", [data.params.backup.exercise_held.days]),
	"path": "counts[\"register.exercise\"]",
	"expected": "an exercise",
} if {
	not _held
}
