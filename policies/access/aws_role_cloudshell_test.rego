package policies.access.aws_role_cloudshell_test

import data.policies.access.aws_role_cloudshell as policy

good := {
	"path": "/", "created": "2025-01-10T08:00:00Z", "service_linked": false, "trust": [], "attached_policies": [], "inline_policies": [],
	"permissions_boundary": null, "last_used": null,
}

bad := object.union(good, {"attached_policies": ["arn:aws:iam::aws:policy/AWSCloudShellFullAccess"]})

other := object.union(good, {"attached_policies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]})

test_other_policies_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as other
}

test_full_access_fails if {
	count(policy.fail) == 1 with input as bad
}
