package policies.people.training_attended_test

import data.policies.people.training_attended as policy

params := {"people": {"training_attended": {"days": 60}}}

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

good := {
	"owner": "Ines Roth", "date": "2025-05-01", "notes": "", "topic": "Security awareness",
	"participants": ["ana", "ben"], "absent": [], "next_due": "2026-05-01",
}

absentee := object.union(good, {"absent": ["cem"]})

recent := object.union(absentee, {"date": "2026-02-20"})

alone := {"register.training": [absentee]}

later := {"register.training": [absentee, object.union(good, {"date": "2025-06-01", "participants": ["cem"]})]}

earlier := {"register.training": [absentee, object.union(good, {"date": "2024-06-01", "participants": ["cem"]})]}

test_full_attendance_passes if {
	count(policy.fail) == 0 with input as good with data.records as alone with data.params as params
		with data.audit as audit
}

test_who_was_left_out_fails if {
	{f.key | some f in policy.fail} == {"cem"} with input as absentee with data.records as alone
		with data.params as params with data.audit as audit
	{f.key | some f in policy.fail} == {"cem"} with input as absentee with data.records as earlier
		with data.params as params with data.audit as audit
}

test_who_caught_up_passes if {
	count(policy.fail) == 0 with input as absentee with data.records as later with data.params as params
		with data.audit as audit
}

test_there_is_time_to_catch_up if {
	count(policy.fail) == 0 with input as recent with data.records as alone with data.params as params
		with data.audit as audit
	count(policy.fail) == 1 with input as recent with data.records as alone with data.params.people.training_attended.days as 7 with data.audit as audit
}
