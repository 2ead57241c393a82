package policies.backup.exercise_lessons_test

import data.policies.backup.exercise_lessons as policy

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

good := {
	"owner": "Ines Roth", "date": "2025-10-01", "notes": "", "scenario": "loss of the data centre",
	"participants": ["ana"], "success": true, "next_due": "2026-10-01",
	"findings": [
		{"summary": "print the call list", "owner": "ana", "due_on": "2025-12-01", "done_on": "2025-11-20"},
		{"summary": "order a second line", "owner": "ben", "due_on": "2026-06-01", "done_on": null},
	],
}

overdue := json.patch(good, [{"op": "replace", "path": "/findings/1/due_on", "value": "2026-03-09"}])

undated := json.patch(good, [{"op": "replace", "path": "/findings/1/due_on", "value": "soon"}])

test_done_and_future_actions_pass if {
	count(policy.fail) == 0 with input as good with data.audit as audit
}

test_an_overdue_action_fails if {
	{f.key | some f in policy.fail} == {"order a second line"} with input as overdue with data.audit as audit
	{f.key | some f in policy.fail} == {"order a second line"} with input as undated with data.audit as audit
}
