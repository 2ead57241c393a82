package policies.access.github_token_expiry_test

import data.policies.access.github_token_expiry as policy

params := {"access": {"github_token_expiry": {"days": 90}}}

good := {
	"owner": "ada", "token": "release notes", "repository_selection": "subset", "permissions": {"repository.contents": "read"},
	"granted_at": "2026-01-01T08:00:00Z", "expired": false, "expires_at": "2026-04-01T08:00:00Z", "last_used_at": "2026-02-27T08:00:00Z",
}

longer := object.union(good, {"expires_at": "2026-04-02T08:00:00Z"})

endless := object.union(good, {"expires_at": null})

test_ninety_days_pass if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_longer_ones_fail if {
	{f.message | some f in policy.fail} == {"the token holds for 91 days"} with input as longer with data.params as params
	{f.message | some f in policy.fail} == {"the token never expires"} with input as endless with data.params as params
}

test_a_date_that_is_none_fails if {
	count(policy.fail) == 1 with input as object.union(good, {"expires_at": "later"}) with data.params as params
}

test_the_days_can_be_set if {
	count(policy.fail) == 0 with input as longer with data.params.access.github_token_expiry.days as 91
}

test_expired_tokens_are_left_out if {
	not policy.applicable with input as object.union(endless, {"expired": true}) with data.params as params
}
