package policies.supply.s3_known_accounts_test

import data.policies.supply.s3_known_accounts as policy

params := {"supply": {"s3_known_accounts": {"accounts": ["111122223333"]}}}

shared(account) := {"policy": [statement(account)], "origin": {"target": "t", "collector": "aws", "account": "123456789012"}}

statement(account) := {
	"sid": null, "effect": "allow", "principals": {"AWS": [sprintf("arn:aws:iam::%s:root", [account])]}, "not_principals": {}, "actions": ["x:do"],
	"not_actions": [], "resources": ["*"], "not_resources": [], "conditions": [],
}

test_its_own_and_an_approved_account_pass if {
	policy.applicable with input as shared("123456789012") with data.params as params
	count(policy.fail) == 0 with input as shared("123456789012") with data.params as params
	count(policy.fail) == 0 with input as shared("111122223333") with data.params as params
}

test_another_account_fails if {
	{f.key | some f in policy.fail} == {"210987654321"} with input as shared("210987654321") with data.params as params
}

test_does_not_apply_without_a_list if {
	not policy.applicable with input as shared("210987654321") with data.params.supply.s3_known_accounts.accounts as []
}

test_a_user_whose_account_nobody_knows_fails_unless_listed if {
	user := {"policy": [object.union(json.patch(statement("1"), [{"op": "remove", "path": "/principals/AWS"}]), {"principals": {"CanonicalUser": ["79a59df9"]}})], "origin": shared("1").origin}
	{f.key | some f in policy.fail} == {"79a59df9"} with input as user with data.params as params
	count(policy.fail) == 0 with input as user with data.params.supply.s3_known_accounts.accounts as ["79a59df9"]
}

of(organisation) := object.union(shared("123456789012"), {"policy": [object.union(statement("1"), {
	"principals": {"AWS": ["*"]},
	"conditions": [{"operator": "stringequals", "key": "aws:principalorgid", "values": [organisation]}],
})]})

ours := {"aws.organization": [{"name": "o-ours"}]}

test_everybody_of_the_own_or_an_approved_organisation_passes if {
	count(policy.fail) == 0 with input as of("o-ours") with data.params as params with data.resources as ours
	count(policy.fail) == 0 with input as of("o-vendor") with data.params.supply.s3_known_accounts.accounts as ["o-vendor"] with data.resources as ours
}

test_everybody_of_another_organisation_fails if {
	{f.key | some f in policy.fail} == {"o-other"} with input as of("o-other") with data.params as params with data.resources as ours
	{f.key | some f in policy.fail} == {"o-other"} with input as of("o-other") with data.params as params with data.resources as {"aws.organization": []}
}
