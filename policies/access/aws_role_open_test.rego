package policies.access.aws_role_open_test

import data.policies.access.aws_role_open as policy

good := {
	"path": "/", "created": "2025-01-10T08:00:00Z", "service_linked": false, "trust": [trust], "attached_policies": [], "inline_policies": [],
	"permissions_boundary": null, "last_used": "2026-02-20T08:00:00Z", "origin": {"target": "t", "collector": "aws", "account": "123456789012"},
}

trust := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["arn:aws:iam::123456789012:root"]}, "not_principals": {}, "actions": ["sts:assumerole"],
	"not_actions": [], "resources": [], "not_resources": [], "conditions": [],
}

trusting(principals, conditions) := json.patch(good, [
	{"op": "replace", "path": "/trust/0/principals", "value": principals},
	{"op": "replace", "path": "/trust/0/conditions", "value": conditions},
])

open := trusting({"AWS": ["*"]}, [])

of_the_organisation := trusting({"AWS": ["*"]}, [{"operator": "stringequals", "key": "aws:principalorgid", "values": ["o-1"]}])

test_named_callers_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as of_the_organisation
}

test_everybody_fails if {
	count(policy.fail) == 1 with input as open
}

behind(conditions) := object.union(good, {"trust": [
	object.union(open.trust[0], {"actions": ["sts:assumerole", "sts:tagsession"]}),
	object.union(open.trust[0], {"effect": "deny", "conditions": conditions}),
]})

outside := {"operator": "stringnotequals", "key": "aws:principalorgid", "values": ["o-1"]}

test_everybody_behind_a_refusal_of_strangers_passes if {
	fenced := behind([outside, {"operator": "boolifexists", "key": "aws:principalisawsservice", "values": ["false"]}])
	count(policy.fail) == 0 with input as fenced
}

test_a_refusal_that_a_stranger_passes_fails if {
	gap := behind([outside, {"operator": "stringnotequals", "key": "sts:rolesessionname", "values": ["audit"]}])
	count(policy.fail) == 1 with input as gap
}
