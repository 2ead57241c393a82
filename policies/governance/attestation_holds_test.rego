package policies.governance.attestation_holds_test

import data.policies.governance.attestation_holds as policy

good := {
	"owner": "Ines Roth", "date": "2026-01-10", "notes": "", "subject": "Visitor log",
	"statement": "every visitor signs in", "holds": true, "attested_by": "Lou Berg", "valid_until": "2026-12-31",
	"evidence": "folder 12",
}

bad := object.union(good, {"holds": false})

alone := {"register.attestation": [bad]}

repeated := {"register.attestation": [bad, object.union(good, {"subject": "visitor log", "date": "2026-02-10"})]}

test_what_holds_passes if {
	count(policy.fail) == 0 with input as good with data.records as alone
}

test_what_does_not_hold_fails if {
	count(policy.fail) == 1 with input as bad with data.records as alone
}

test_applies_to_the_latest if {
	policy.applicable with input as bad with data.records as alone
	not policy.applicable with input as bad with data.records as repeated
}
