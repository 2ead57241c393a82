package policies.hardening.github_runner_public_test

import data.policies.hardening.github_runner_public as policy

good := {"repository": "acme/web", "public": false, "os": "linux", "online": true, "labels": ["self-hosted"], "ephemeral": true}

bad := object.union(good, {"public": true})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	{f.path | some f in policy.fail} == {"public"} with input as bad
}
