package policies.supply.aws_role_known_accounts_test

import data.policies.supply.aws_role_known_accounts as policy

params := {"supply": {"aws_role_known_accounts": {"accounts": ["111122223333"]}}}

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

known := trusting({"AWS": ["111122223333"]}, [])

unknown := trusting({"AWS": ["arn:aws:iam::210987654321:role/x"]}, [])

test_known_accounts_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as known with data.params as params
}

test_others_fail if {
	policy.applicable with input as unknown with data.params as params
	{f.key | some f in policy.fail} == {"210987654321"} with input as unknown with data.params as params
}

test_applies_where_there_is_a_list if {
	not policy.applicable with input as unknown with data.params.supply.aws_role_known_accounts.accounts as []
}

of(organisation) := trusting({"AWS": ["*"]}, [{"operator": "stringequals", "key": "aws:principalorgid", "values": [organisation]}])

ours := {"aws.organization": [{"name": "o-ours"}]}

test_everybody_of_the_own_or_an_approved_organisation_passes if {
	count(policy.fail) == 0 with input as of("o-ours") with data.params as params with data.resources as ours
	count(policy.fail) == 0 with input as of("o-vendor") with data.params.supply.aws_role_known_accounts.accounts as ["o-vendor"] with data.resources as ours
}

test_everybody_of_another_organisation_fails if {
	{f.key | some f in policy.fail} == {"o-other"} with input as of("o-other") with data.params as params with data.resources as ours
	{f.key | some f in policy.fail} == {"o-other"} with input as of("o-other") with data.params as params with data.resources as {"aws.organization": []}
}
