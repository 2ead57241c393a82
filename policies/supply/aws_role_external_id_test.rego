package policies.supply.aws_role_external_id_test

import data.policies.supply.aws_role_external_id as policy

params := {"supply": {"aws_role_external_id": {"own_accounts": []}}}

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

bad := trusting({"AWS": ["arn:aws:iam::210987654321:root"]}, [])

with_id := trusting({"AWS": ["arn:aws:iam::210987654321:root"]}, [{"operator": "stringequals", "key": "sts:externalid", "values": ["7f1c"]}])

any_id := trusting({"AWS": ["210987654321"]}, [{"operator": "stringlike", "key": "sts:externalid", "values": ["*"]}])

test_the_own_account_and_an_external_id_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as with_id with data.params as params
	count(policy.fail) == 0 with input as bad with data.params.supply.aws_role_external_id.own_accounts as ["210987654321"]
}

test_no_external_id_fails if {
	{f.key | some f in policy.fail} == {"210987654321"} with input as bad with data.params as params
	{f.key | some f in policy.fail} == {"210987654321"} with input as any_id with data.params as params
}

test_an_id_of_wildcards_or_no_id_fails if {
	every c in [
		{"operator": "stringlike", "key": "sts:externalid", "values": ["?*"]},
		{"operator": "stringlike", "key": "aws:principalorgid", "values": ["o-*"]},
		{"operator": "stringequals", "key": "sts:externalid", "values": []},
	] {
		{f.key | some f in policy.fail} == {"210987654321"} with input as trusting({"AWS": ["210987654321"]}, [c]) with data.params as params
	}
}

within(organisation) := trusting({"AWS": ["210987654321"]}, [{"operator": "stringequals", "key": "aws:principalorgid", "values": [organisation]}])

ours := {"aws.organization": [{"name": "o-ours"}]}

test_only_the_own_organisation_does_without if {
	count(policy.fail) == 0 with input as within("o-ours") with data.params as params with data.resources as ours
	count(policy.fail) == 1 with input as within("o-vendor") with data.params as params with data.resources as ours
	count(policy.fail) == 1 with input as within("o-ours") with data.params as params with data.resources as {"aws.organization": []}
}
