package lib.outsider_test

import data.lib.outsider

statement(effect, principal, conditions) := {
	"sid": null, "effect": effect, "principals": {"AWS": [principal]}, "not_principals": {}, "actions": ["s3:getobject"], "not_actions": [],
	"resources": ["*"], "not_resources": [], "conditions": conditions,
}

organisation(operator, id) := {"operator": operator, "key": "aws:principalorgid", "values": [id]}

vendor := {"operator": "stringnotequalsifexists", "key": "aws:principalaccount", "values": ["210987654321"]}

test_all_ways_in_are_found if {
	outsider.names([statement("allow", "210987654321", [])], "123456789012") == {"210987654321"}
	outsider.names([statement("allow", "123456789012", [])], "123456789012") == set()
	outsider.names([statement("allow", "*", [organisation("stringequals", "o-1")])], "123456789012") == {"o-1"}
	fenced := [statement("allow", "*", []), statement("deny", "*", [organisation("stringnotequals", "o-1"), vendor])]
	outsider.names(fenced, "123456789012") == {"o-1", "210987654321"}
	but := object.union(statement("deny", "x", []), {"not_principals": {"AWS": ["arn:aws:iam::210987654321:role/x"]}})
	outsider.names([statement("allow", "*", []), but], "123456789012") == {"210987654321"}
}

test_a_fence_around_nobody_lets_in_nobody if {
	outsider.names([statement("allow", "123456789012", []), statement("deny", "*", [organisation("stringnotequals", "o-1")])], "123456789012") == set()
}

test_the_own_organisation_is_no_stranger if {
	outsider.colleague("o-1") with data.resources as {"aws.organization": [{"name": "o-1"}]}
	not outsider.colleague("o-2") with data.resources as {"aws.organization": [{"name": "o-1"}]}
	not outsider.colleague("o-1") with data.resources as {"aws.organization": []}
	not outsider.colleague("210987654321") with data.resources as {"aws.organization": [{"name": "210987654321"}]}
}

test_words if {
	outsider.word("210987654321") == "account 210987654321"
	outsider.word("o-1") == "the organisation o-1"
}
