package policies.backup.github_attested_test

import data.policies.backup.github_attested as policy

params := {"backup": {"github_attested": {"subject": "backup of GitHub"}}}

now := time.parse_rfc3339_ns("2026-06-30T12:00:00Z")

org := {"login": "acme", "plan": "team"}

records(subject, holds, until) := {"register.attestation": [{"subject": subject, "holds": holds, "valid_until": until}]}

said(r) := messages if {
	messages := {f.message | some f in policy.fail} with input as org with data.params as params with data.records as r with data.audit.now_ns as now
}

test_what_is_attested_passes if {
	policy.applicable with input as org with data.records as records("x", true, "2026-12-31")
	said(records("Backup of github", true, "2026-12-31")) == set()
	said(records("Backup of github", true, "2026-06-30")) == set()
}

test_what_is_not_fails if {
	said(records("visitor log", true, "2026-12-31")) == {"nobody attests that repositories are copied elsewhere"}
	said(records("backup of GitHub", true, "2026-01-31")) == {"the attestation that repositories are copied elsewhere has run out"}
	said(records("backup of GitHub", false, "2026-12-31")) == {"it is attested that repositories are not copied elsewhere"}
}

test_without_attestations_there_is_nothing_to_say if {
	not policy.applicable with input as org with data.records as {"register.attestation": []}
}

test_the_subject_can_be_set if {
	count(policy.fail) == 0 with input as org with data.params.backup.github_attested.subject as "copies" with data.records as records("copies", true, "2026-12-31") with data.audit.now_ns as now
}

test_one_that_has_run_out_fails if {
	count(policy.fail) == 1 with input as org with data.params as params with data.records as records("backup of GitHub", true, "2026-01-31") with data.audit.now_ns as now
}

test_one_that_denies_it_fails if {
	count(policy.fail) == 1 with input as org with data.params as params with data.records as records("backup of GitHub", false, "2026-12-31") with data.audit.now_ns as now
}
