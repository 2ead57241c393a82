package policies.access.aws_group_cloudshell_test

import data.policies.access.aws_group_cloudshell as policy

good := {"path": "/", "attached_policies": [], "inline_policies": [], "members": ["ada"]}

bad := object.union(good, {"attached_policies": ["arn:aws:iam::aws:policy/AWSCloudShellFullAccess"]})

other := object.union(good, {"attached_policies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]})

test_other_policies_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as other
}

test_full_access_fails if {
	count(policy.fail) == 1 with input as bad
}
