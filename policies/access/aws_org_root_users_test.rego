package policies.access.aws_org_root_users_test

import data.policies.access.aws_org_root_users as policy

good := {
	"management_account": "123456789012", "management": true, "all_features": true,
	"managed": {
		"control_policies": true, "root": "r-1", "guardrails": [{"name": "no-leaving", "targets": ["r-1"]}], "delegated_admins": ["210987654321"],
		"delegation": [delegation], "root_credentials": true, "root_sessions": true,
	},
}

delegation := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["arn:aws:iam::210987654321:root"]}, "not_principals": {}, "actions": ["organizations:describepolicy"],
	"not_actions": [], "resources": ["*"], "not_resources": [], "conditions": [],
}

bad := object.union(good, {"managed": {"root_credentials": false}})

other := object.union(bad, {"management": false, "managed": null})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	policy.applicable with input as bad
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_others if {
	not policy.applicable with input as other
}
