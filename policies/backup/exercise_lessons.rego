# METADATA
# scope: package
# title: What the exercise brought up is being done
# description: >-
#   An exercise is worth what is mended after it. What was found has an owner and a date, and the date is
#   kept.
# schemas:
#   - input: schema["register.exercise"]
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/84/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CP-4, CA-5]
#     iso-27001-2022: [A.5.27, A.5.30]
#     cis-controls-v8.1: ["17.8"]
#   remediation: Do what was found and enter done_on, or agree on a new date with the owner of the plan.
package policies.backup.exercise_lessons

import data.lib.dates

_overdue := {action.summary | some action in input.findings; action.done_on == null; dates.days_until(action.due_on) < 0}

fail contains {
	"message": sprintf("overdue and not done: %s", [summary]),
	"path": "findings",
	"key": summary,
	"expected": "done_on, or a due_on in the future",
} if {
	some summary in _overdue
}
