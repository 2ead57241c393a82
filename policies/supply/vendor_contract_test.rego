package policies.supply.vendor_contract_test

import data.policies.supply.vendor_contract as policy

params := {"supply": {"vendor_contract": {"notice_days": 30}}}

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

good := {
	"owner": "Ines Roth", "date": "2025-01-10", "notes": "", "service": "e-mail", "criticality": "critical",
	"data": [], "contacts": [], "reviewed_on": "2025-09-01", "next_review": "2026-09-01",
	"contract_ends": "2027-01-01", "agreement": null, "certifications": [], "exit_plan": true,
}

ended := object.union(good, {"contract_ends": "2026-03-09"})

ending := object.union(good, {"contract_ends": "2026-03-30"})

open := object.union(good, {"contract_ends": null})

test_a_contract_in_force_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit as audit
}

test_an_ended_or_ending_contract_fails if {
	count(policy.fail) == 1 with input as ended with data.params as params with data.audit as audit
	count(policy.fail) == 1 with input as ending with data.params as params with data.audit as audit
}

test_the_notice_can_be_set if {
	count(policy.fail) == 0 with input as ending with data.params.supply.vendor_contract.notice_days as 10 with data.audit as audit
}

test_applies_where_there_is_an_end if {
	policy.applicable with input as good
	not policy.applicable with input as open
}
