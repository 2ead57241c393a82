package policies.people.training_given_test

import data.policies.people.training_given as policy

params := {"people": {"training_given": {"topics": ["security awareness"], "days": 365}}}

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

index := {"counts": {"register.training": 1}}

training := {
	"owner": "Ines Roth", "date": "2025-05-01", "notes": "", "topic": "Security Awareness",
	"participants": ["ana", "ben"], "absent": [], "next_due": null,
}

good := {"register.training": [training]}

old := {"register.training": [object.union(training, {"date": "2024-05-01"})]}

planned := {"register.training": [object.union(training, {"date": "2026-05-01"})]}

empty := {"register.training": [object.union(training, {"participants": []})]}

none := {"register.training": []}

test_a_recent_training_passes if {
	count(policy.fail) == 0 with input as index with data.records as good with data.params as params
		with data.audit as audit
}

test_none_or_an_old_one_fails if {
	{f.key | some f in policy.fail} == {"security awareness"} with input as index with data.records as none
		with data.params as params with data.audit as audit
	count(policy.fail) == 1 with input as index with data.records as old with data.params as params with data.audit as audit
	count(policy.fail) == 1 with input as index with data.records as planned with data.params as params
		with data.audit as audit
	count(policy.fail) == 1 with input as index with data.records as empty with data.params as params
		with data.audit as audit
}

test_topics_and_days_can_be_set if {
	count(policy.fail) == 1 with input as index with data.records as good with data.audit as audit
		with data.params.people.training_given.topics as ["security awareness", "phishing"] with data.params.people.training_given.days as 365
	count(policy.fail) == 1 with input as index with data.records as good with data.audit as audit
		with data.params.people.training_given.topics as ["security awareness"] with data.params.people.training_given.days as 90
}
