package policies.access.github_deploy_key_read_only_test

import data.policies.access.github_deploy_key_read_only as policy

good := {
	"repository": "acme/web", "title": "deploy", "read_only": true, "verified": true, "created_at": "2026-01-10T08:00:00Z",
	"last_used": "2026-02-27T08:00:00Z", "added_by": "ada",
}

bad := object.union(good, {"read_only": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	{f.path | some f in policy.fail} == {"read_only"} with input as bad
}
