package policies.governance.aws_org_guardrails_test

import data.policies.governance.aws_org_guardrails as policy

params := {"governance": {"aws_org_guardrails": {"on_root": true}}}

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

off := object.union(good, {"managed": {"control_policies": false, "guardrails": []}})

on_unit := object.union(good, {"managed": {"guardrails": [{"name": "a", "targets": ["ou-1"]}]}})

loose := object.union(good, {"managed": {"guardrails": [{"name": "a", "targets": []}]}})

test_one_on_the_root_passes if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as on_unit with data.params.governance.aws_org_guardrails.on_root as false
}

test_none_fails if {
	{f.path | some f in policy.fail} == {"managed.control_policies"} with input as off with data.params as params
	{f.path | some f in policy.fail} == {"managed.guardrails"} with input as on_unit with data.params as params
	{f.path | some f in policy.fail} == {"managed.guardrails"} with input as loose with data.params.governance.aws_org_guardrails.on_root as false
}

test_does_not_apply_to_members if {
	not policy.applicable with input as object.union(good, {"management": false, "managed": null})
}
