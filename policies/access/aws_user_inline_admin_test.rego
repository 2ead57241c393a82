package policies.access.aws_user_inline_admin_test

import data.policies.access.aws_user_inline_admin as policy

good := {
	"path": "/", "created": "2025-01-10T08:00:00Z", "groups": ["readers"], "attached_policies": [], "inline_policies": [],
	"permissions_boundary": null, "console": {"last_used": "2026-02-20T08:00:00Z", "last_changed": "2026-01-01T08:00:00Z"}, "mfa": true,
	"access_keys": {"1": {"active": true, "rotated": "2026-01-10T08:00:00Z", "last_used": "2026-02-27T08:00:00Z"}}, "signing_certificates": 0,
}

everything := {
	"sid": null, "effect": "allow", "principals": {}, "not_principals": {}, "actions": ["*"], "not_actions": [],
	"resources": ["*"], "not_resources": [], "conditions": [],
}

narrow := object.union(everything, {"actions": ["s3:getobject"]})

some_actions := object.union(good, {"inline_policies": [{"name": "own", "statements": [narrow]}]})

bad := object.union(good, {"inline_policies": [{"name": "own", "statements": [everything]}]})

test_none_and_single_actions_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as some_actions
}

test_everything_fails if {
	{f.key | some f in policy.fail} == {"own"} with input as bad
}
