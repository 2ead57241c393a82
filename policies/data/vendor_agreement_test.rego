package policies.data.vendor_agreement_test

import data.policies.data.vendor_agreement as policy

params := {"data": {"vendor_agreement": {"classes": ["personal", "health", "special category"]}}}

good := {
	"owner": "Ines Roth", "date": "2025-01-10", "notes": "", "service": "e-mail", "criticality": "critical",
	"data": ["Personal"], "contacts": [], "reviewed_on": "2025-09-01", "next_review": "2026-09-01",
	"contract_ends": "2027-01-01", "agreement": "2025-01-10", "certifications": [], "exit_plan": true,
}

bad := object.union(good, {"agreement": null})

no_data := object.union(bad, {"data": ["public"]})

test_an_agreement_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_no_agreement_fails if {
	count(policy.fail) == 1 with input as bad with data.params as params
}

test_applies_to_vendors_with_such_data if {
	policy.applicable with input as bad with data.params as params
	not policy.applicable with input as no_data with data.params as params
	policy.applicable with input as no_data with data.params.data.vendor_agreement.classes as ["public"]
}

test_a_class_in_more_words_applies if {
	policy.applicable with input as object.union(bad, {"data": ["personal data of customers"]}) with data.params as params
}
