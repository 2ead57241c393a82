package policies.governance.document_approved_test

import data.policies.governance.document_approved as policy

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

good := {
	"owner": "Ines Roth", "date": "2025-10-01", "notes": "", "title": "Information security", "version": "3",
	"category": "Information security policy", "location": "wiki/security", "approved_on": "2025-10-01",
	"approved_by": "Management board", "next_review": "2026-10-01",
}

draft := object.union(good, {"approved_on": null, "approved_by": null})

early := object.union(good, {"approved_on": "2026-04-01"})

junk := object.union(good, {"approved_on": "yes"})

test_an_approved_document_passes if {
	count(policy.fail) == 0 with input as good with data.audit as audit
}

test_a_draft_fails if {
	{f.path | some f in policy.fail} == {"approved_on", "approved_by"} with input as draft with data.audit as audit
}

test_an_impossible_date_fails if {
	count(policy.fail) == 1 with input as early with data.audit as audit
	count(policy.fail) == 1 with input as junk with data.audit as audit
}
