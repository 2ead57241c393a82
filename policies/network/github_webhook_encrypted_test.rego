package policies.network.github_webhook_encrypted_test

import data.policies.network.github_webhook_encrypted as policy

good := {
	"repository": null, "host": "ci.example.com", "scheme": "https", "verifies_tls": true, "has_secret": true, "content_type": "json",
	"events": ["push"], "active": true, "last_status": 200,
}

clear := object.union(good, {"scheme": "http", "verifies_tls": false})

unverified := object.union(good, {"verifies_tls": false})

test_verified_https_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_others_fail if {
	{f.message | some f in policy.fail} == {"deliveries to ci.example.com go in the clear"} with input as clear
	{f.message | some f in policy.fail} == {"the certificate of ci.example.com is not verified"} with input as unverified
}

test_applies_to_active_hooks if {
	not policy.applicable with input as object.union(clear, {"active": false})
}
