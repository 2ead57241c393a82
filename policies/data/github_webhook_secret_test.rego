package policies.data.github_webhook_secret_test

import data.policies.data.github_webhook_secret as policy

good := {
	"repository": null, "host": "ci.example.com", "scheme": "https", "verifies_tls": true, "has_secret": true, "content_type": "json",
	"events": ["push"], "active": true, "last_status": 200,
}

bad := object.union(good, {"has_secret": false})

elsewhere := object.union(bad, {"active": false})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	{f.path | some f in policy.fail} == {"has_secret"} with input as bad
}

test_does_not_apply_elsewhere if {
	not policy.applicable with input as elsewhere
}
