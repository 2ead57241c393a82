package policies.access.aws_user_local_test

import data.policies.access.aws_user_local as policy

params := {"access": {"aws_user_local": {"allowed": ["emergency"]}}}

bad := {"name": "ada", "console": {"last_used": null}}

test_a_user_for_emergencies_passes if {
	policy.applicable with input as object.union(bad, {"name": "emergency"}) with data.params as params
	count(policy.fail) == 0 with input as object.union(bad, {"name": "emergency"}) with data.params as params
}

test_a_password_fails if {
	policy.applicable with input as bad with data.params as params
	count(policy.fail) == 1 with input as bad with data.params as params
}

test_does_not_apply_without_a_password if {
	not policy.applicable with input as object.union(bad, {"console": null}) with data.params as params
}
