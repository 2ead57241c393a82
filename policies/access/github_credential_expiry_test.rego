package policies.access.github_credential_expiry_test

import data.policies.access.github_credential_expiry as policy

params := {"access": {"github_credential_expiry": {"days": 90}}}

now := time.parse_rfc3339_ns("2026-06-30T12:00:00Z")

good := {"owner": "ada", "type": "personal access token", "scopes": ["repo"], "authorized_at": "2026-06-01T08:00:00Z", "accessed_at": null, "expires_at": "2026-09-01T08:00:00Z"}

test_a_token_that_ends_soon_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
}

test_others_fail if {
	{f.message | some f in policy.fail} == {"the token never expires"} with input as object.union(good, {"expires_at": null}) with data.params as params with data.audit.now_ns as now
	{f.message | some f in policy.fail} == {"the token holds for 183 days more"} with input as object.union(good, {"expires_at": "2026-12-31T08:00:00Z"}) with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as object.union(good, {"expires_at": "2026-12-31T08:00:00Z"}) with data.params.access.github_credential_expiry.days as 365 with data.audit.now_ns as now
}

test_keys_are_left_out if {
	not policy.applicable with input as object.union(good, {"type": "SSH key"})
}
