package policies.access.aws_policy_full_admin_test

import data.policies.access.aws_policy_full_admin as policy

everything := {
	"sid": null, "effect": "allow", "principals": {}, "not_principals": {}, "actions": ["*"], "not_actions": [],
	"resources": ["*"], "not_resources": [], "conditions": [],
}

narrow := object.union(everything, {"actions": ["s3:getobject"]})

good := {"path": "/", "created": "2025-01-10T08:00:00Z", "version": "v1", "attachments": 1, "boundaries": 0, "statements": [narrow]}

bad := object.union(good, {"statements": [narrow, everything]})

loose := object.union(bad, {"attachments": 0})

test_single_actions_pass if {
	count(policy.fail) == 0 with input as good
}

test_everything_fails if {
	policy.applicable with input as bad
	count(policy.fail) == 1 with input as bad
}

test_applies_to_policies_that_are_attached if {
	not policy.applicable with input as loose
}
