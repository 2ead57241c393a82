package policies.governance.required_documents_test

import data.policies.governance.required_documents as policy

params := {"governance": {"required_documents": {"categories": ["information security policy", "acceptable use", "access control", "incident response", "backup", "business continuity", "change management", "supplier management"]}}}

index := {"counts": {"register.document": 1}}

document := {
	"owner": "Ines Roth", "date": "2025-10-01", "notes": "", "title": "Information security", "version": "3",
	"category": "Information security policy", "location": "wiki/security", "approved_on": "2025-10-01",
	"approved_by": "Management board", "next_review": "2026-10-01",
}

one := {"register.document": [document]}

draft := {"register.document": [object.union(document, {"approved_on": null, "approved_by": null})]}

none := {"register.document": []}

test_the_documents_asked_for_pass if {
	count(policy.fail) == 0 with input as index with data.records as one
		with data.params.governance.required_documents.categories as ["information security policy"]
}

test_missing_documents_fail if {
	count(policy.fail) == 8 with input as index with data.records as none with data.params as params
	count(policy.fail) == 7 with input as index with data.records as one with data.params as params
}

test_a_draft_does_not_count if {
	count(policy.fail) == 8 with input as index with data.records as draft with data.params as params
}
