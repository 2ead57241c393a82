package policies.people.training_repeated_test

import data.policies.people.training_repeated as policy

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

good := {
	"owner": "Ines Roth", "date": "2025-05-01", "notes": "", "topic": "Security awareness",
	"participants": ["ana", "ben"], "absent": [], "next_due": "2026-05-01",
}

overdue := object.union(good, {"next_due": "2026-03-09"})

junk := object.union(good, {"next_due": "spring"})

once := object.union(good, {"next_due": null})

alone := {"register.training": [overdue]}

later := {"register.training": [overdue, object.union(good, {"topic": "security awareness", "date": "2026-02-01"})]}

test_a_date_ahead_passes if {
	count(policy.fail) == 0 with input as good with data.audit as audit
}

test_an_overdue_training_fails if {
	count(policy.fail) == 1 with input as overdue with data.audit as audit
	count(policy.fail) == 1 with input as junk with data.audit as audit
}

test_applies_to_the_latest_that_has_to_be_repeated if {
	policy.applicable with input as overdue with data.records as alone
	not policy.applicable with input as overdue with data.records as later
	not policy.applicable with input as once with data.records as alone
}
