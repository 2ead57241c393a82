package policies.data.lambda_policy_public_test

import data.policies.data.lambda_policy_public as policy

good := {"runtime": "python3.13", "role": "arn:aws:iam::123456789012:role/f", "vpc": null, "timeout_seconds": 3, "tracing": "Active", "dead_letter": null, "policy": [], "open_urls": 0}

statement := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["*"]}, "not_principals": {}, "actions": ["x:do"], "not_actions": [], "resources": ["*"],
	"not_resources": [], "conditions": [{"operator": "stringequals", "key": "aws:sourceaccount", "values": ["123456789012"]}],
}

bad := object.union(good, {"policy": [object.union(statement, {"conditions": []})]})

narrowed := object.union(good, {"policy": [statement]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as narrowed
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
