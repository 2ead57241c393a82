package policies.governance.document_reviewed_test

import data.policies.governance.document_reviewed as policy

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

good := {
	"owner": "Ines Roth", "date": "2025-10-01", "notes": "", "title": "Information security", "version": "3",
	"category": "Information security policy", "location": "wiki/security", "approved_on": "2025-10-01",
	"approved_by": "Management board", "next_review": "2026-10-01",
}

overdue := object.union(good, {"next_review": "2026-03-09"})

junk := object.union(good, {"next_review": ""})

test_a_review_ahead_passes if {
	count(policy.fail) == 0 with input as good with data.audit as audit
}

test_an_overdue_review_fails if {
	count(policy.fail) == 1 with input as overdue with data.audit as audit
	count(policy.fail) == 1 with input as junk with data.audit as audit
}
