package policies.access.aws_role_unused_test

import data.policies.access.aws_role_unused as policy

params := {"access": {"aws_role_unused": {"days": 90}}}

now := time.parse_rfc3339_ns("2026-03-01T00:00:00Z")

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

old := object.union(good, {"last_used": "2025-10-01T08:00:00Z"})

never := object.union(good, {"last_used": null})

new := object.union(never, {"created": "2026-02-20T08:00:00Z"})

of_aws := object.union(never, {"service_linked": true})

test_used_and_new_roles_pass if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 0 with input as new with data.params as params with data.audit.now_ns as now
}

test_forgotten_roles_fail if {
	count(policy.fail) == 1 with input as old with data.params as params with data.audit.now_ns as now
	count(policy.fail) == 1 with input as never with data.params as params with data.audit.now_ns as now
}

test_applies_to_roles_of_ones_own if {
	policy.applicable with input as good
	not policy.applicable with input as of_aws
}
