package policies.governance.attestation_current_test

import data.policies.governance.attestation_current as policy

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

good := {
	"owner": "Ines Roth", "date": "2026-01-10", "notes": "", "subject": "Visitor log",
	"statement": "every visitor signs in", "holds": true, "attested_by": "Lou Berg", "valid_until": "2026-12-31",
	"evidence": "folder 12",
}

expired := object.union(good, {"valid_until": "2026-03-09"})

today := object.union(good, {"valid_until": "2026-03-10"})

alone := {"register.attestation": [expired]}

repeated := {"register.attestation": [expired, object.union(good, {"date": "2026-03-01"})]}

test_a_valid_attestation_passes_up_to_its_last_day if {
	count(policy.fail) == 0 with input as good with data.records as alone with data.audit as audit
	count(policy.fail) == 0 with input as today with data.records as alone with data.audit as audit
}

test_an_expired_one_fails if {
	count(policy.fail) == 1 with input as expired with data.records as alone with data.audit as audit
}

test_applies_to_the_latest if {
	policy.applicable with input as expired with data.records as alone
	not policy.applicable with input as expired with data.records as repeated
}
