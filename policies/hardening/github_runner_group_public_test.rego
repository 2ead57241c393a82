package policies.hardening.github_runner_group_public_test

import data.policies.hardening.github_runner_group_public as policy

good := {"visibility": "selected", "allows_public": false, "default": false, "inherited": false, "restricted_to_workflows": false, "selected_workflows": []}

bad := object.union(good, {"allows_public": true})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	{f.path | some f in policy.fail} == {"allows_public"} with input as bad
}
