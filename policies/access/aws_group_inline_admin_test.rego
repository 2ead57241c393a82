package policies.access.aws_group_inline_admin_test

import data.policies.access.aws_group_inline_admin as policy

good := {"path": "/", "attached_policies": [], "inline_policies": [], "members": ["ada"]}

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
