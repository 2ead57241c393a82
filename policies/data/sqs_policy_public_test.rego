package policies.data.sqs_policy_public_test

import data.policies.data.sqs_policy_public as policy

good := {"policy": [], "encrypted": true, "kms_key": null, "dead_letter": "arn:aws:sqs:us-east-1:123456789012:dead"}

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

test_a_refusal_of_all_from_outside_passes_and_of_some_fails if {
	refusal := object.union(statement, {"effect": "deny", "actions": ["*"], "conditions": [{"operator": "stringnotequals", "key": "aws:principalorgid", "values": ["o-1"]}]})
	everybody := object.union(statement, {"conditions": []})
	count(policy.fail) == 0 with input as object.union(good, {"policy": [everybody, refusal]})
	count(policy.fail) == 1 with input as object.union(good, {"policy": [everybody, object.union(refusal, {"actions": ["x:other"]})]})
}
