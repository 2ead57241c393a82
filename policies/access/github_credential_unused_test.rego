package policies.access.github_credential_unused_test

import data.policies.access.github_credential_unused as policy

params := {"access": {"github_credential_unused": {"days": 90}}}

now := time.parse_rfc3339_ns("2026-06-30T12:00:00Z")

good := {"owner": "ada", "type": "SSH key", "scopes": [], "authorized_at": "2020-06-01T08:00:00Z", "accessed_at": "2026-06-01T08:00:00Z", "expires_at": null}

test_what_is_used_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
}

test_what_is_new_and_not_yet_used_passes if {
	count(policy.fail) == 0 with input as object.union(good, {"accessed_at": null, "authorized_at": "2026-06-01T08:00:00Z"}) with data.params as params with data.audit.now_ns as now
}

test_what_is_not_used_fails if {
	{f.message | some f in policy.fail} == {"the SSH key was not used for 180 days"} with input as object.union(good, {"accessed_at": "2026-01-01T08:00:00Z"}) with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 1 with input as object.union(good, {"accessed_at": null}) with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as object.union(good, {"accessed_at": "2026-01-01T08:00:00Z"}) with data.params.access.github_credential_unused.days as 200 with data.audit.now_ns as now
}
