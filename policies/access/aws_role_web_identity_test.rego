package policies.access.aws_role_web_identity_test

import data.policies.access.aws_role_web_identity as policy

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

web(conditions) := json.patch(trusting({"Federated": ["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"]}, conditions), [{"op": "replace", "path": "/trust/0/actions", "value": ["sts:assumerolewithwebidentity"]}])

audience := {"operator": "stringequals", "key": "token.actions.githubusercontent.com:aud", "values": ["sts.amazonaws.com"]}

named := web([audience, {"operator": "stringlike", "key": "token.actions.githubusercontent.com:sub", "values": ["repo:acme/app:*"]}])

no_subject := web([audience])

any_subject := web([audience, {"operator": "stringlike", "key": "token.actions.githubusercontent.com:sub", "values": ["repo:*"]}])

test_a_named_subject_passes if {
	policy.applicable with input as named
	count(policy.fail) == 0 with input as named
}

test_any_subject_fails if {
	count(policy.fail) == 1 with input as no_subject
	count(policy.fail) == 1 with input as any_subject
}

test_applies_to_web_identities if {
	not policy.applicable with input as good
}
