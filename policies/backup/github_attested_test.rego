package policies.backup.github_attested_test

import data.policies.backup.github_attested as policy

params := {"backup": {"github_attested": {"subject": "backup of GitHub"}}}

now := time.parse_rfc3339_ns("2026-06-30T12:00:00Z")

org := {"login": "acme", "plan": "team"}

records(subject, holds, until) := {"register.attestation": [{"subject": subject, "holds": holds, "valid_until": until}]}

test_what_is_attested_passes if {
	policy.applicable with input as org with data.records as records("x", true, "2026-12-31")
	count(policy.fail) == 0 with input as org with data.params as params with data.audit.now_ns as now with data.records as records("Backup of github", true, "2026-12-31")
	count(policy.fail) == 0 with input as org with data.params as params with data.audit.now_ns as now with data.records as records("backup of GitHub", true, "2026-06-30")
}

test_what_is_not_fails if {
	{f.message | some f in policy.fail} == {"nobody attests that repositories are copied elsewhere"} with input as org with data.params as params with data.audit.now_ns as now with data.records as records("visitor log", true, "2026-12-31")
	{f.message | some f in policy.fail} == {"the attestation that repositories are copied elsewhere has run out"} with input as org with data.params as params with data.audit.now_ns as now with data.records as records("backup of GitHub", true, "2026-01-31")
	{f.message | some f in policy.fail} == {"it is attested that repositories are not copied elsewhere"} with input as org with data.params as params with data.audit.now_ns as now with data.records as records("backup of GitHub", false, "2026-12-31")
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
