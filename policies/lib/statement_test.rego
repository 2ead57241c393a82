package lib.statement_test

import data.lib.statement

allow := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["*"]}, "not_principals": {}, "actions": ["s3:getobject"], "not_actions": [],
	"resources": ["*"], "not_resources": [], "conditions": [],
}

with_condition(operator, key, values) := object.union(allow, {"conditions": [{"operator": operator, "key": key, "values": values}]})

test_everybody_is_who_nothing_narrows if {
	statement.everybody(allow)
	statement.everybody(with_condition("bool", "aws:securetransport", ["true"]))
	statement.everybody(with_condition("stringnotequals", "aws:principalorgid", ["o-1"]))
	statement.everybody(with_condition("stringlike", "aws:principalarn", ["*"]))
	statement.everybody(with_condition("ipaddress", "aws:sourceip", ["192.0.2.0/24", "0.0.0.0/0"]))
	statement.everybody(with_condition("stringequalsifexists", "aws:principalorgid", ["o-1"]))
}

test_a_condition_on_the_caller_narrows if {
	not statement.everybody(with_condition("stringequals", "aws:principalorgid", ["o-1"]))
	not statement.everybody(with_condition("arnlike", "aws:sourcearn", ["arn:aws:sns:*:123456789012:*"]))
	not statement.everybody(with_condition("foranyvalue:stringlike", "aws:principalorgpaths", ["o-1/*"]))
}

test_a_pattern_that_any_account_meets_does_not_narrow if {
	statement.everybody(with_condition("arnlike", "aws:principalarn", ["arn:aws:iam::*:role/deploy"]))
	statement.everybody(with_condition("stringlike", "aws:principalarn", ["*:role/deploy"]))
	statement.everybody(with_condition("stringlike", "aws:principalorgid", ["o-*"]))
	statement.everybody(with_condition("stringlike", "kms:calleraccount", ["?*"]))
	statement.everybody(with_condition("arnequals", "aws:sourcearn", ["arn:aws:s3:::*"]))
	statement.everybody(with_condition("ipaddress", "aws:sourceip", ["0.0.0.0/1", "128.0.0.0/1"]))
	statement.everybody(with_condition("stringequals", "aws:principalorgid", []))
	not statement.everybody(with_condition("arnlike", "aws:sourcearn", ["arn:aws:s3:::acme-*"]))
	not statement.everybody(with_condition("stringlike", "aws:principalarn", ["arn:aws:iam::123456789012:role/*"]))
}

test_a_refusal_and_a_named_caller_let_in_nobody_else if {
	not statement.everybody(object.union(allow, {"effect": "deny"}))
	not statement.everybody(json.patch(allow, [{"op": "replace", "path": "/principals", "value": {"AWS": ["123456789012"]}}]))
	not statement.everybody(json.patch(allow, [{"op": "replace", "path": "/principals", "value": {"Service": ["sns.amazonaws.com"]}}]))
}

test_all_but_one_is_everybody if {
	statement.everybody(json.patch(allow, [
		{"op": "replace", "path": "/principals", "value": {}},
		{"op": "replace", "path": "/not_principals", "value": {"AWS": ["123456789012"]}},
	]))
}

test_full_is_every_action_on_everything if {
	statement.full(object.union(allow, {"actions": ["*"]}))
	not statement.full(allow)
	not statement.full(object.union(allow, {"actions": ["*"], "resources": ["arn:aws:s3:::b"]}))
	not statement.full(object.union(allow, {"actions": ["*"], "effect": "deny"}))
}

test_accounts_are_found_however_they_are_written if {
	named := json.patch(allow, [{"op": "replace", "path": "/principals", "value": {"AWS": ["123456789012", "arn:aws:iam::210987654321:role/x", "*"]}}])
	statement.accounts(named) == {"123456789012", "210987654321"}
}

test_accounts_are_those_of_a_condition_on_everybody if {
	statement.accounts(with_condition("stringequals", "kms:calleraccount", ["210987654321"])) == {"210987654321"}
	statement.accounts(with_condition("arnlike", "aws:principalarn", ["arn:aws:iam::210987654321:role/*"])) == {"210987654321"}
	statement.accounts(with_condition("stringnotequals", "aws:principalaccount", ["210987654321"])) == set()
}

test_organisations_are_those_of_a_condition_on_everybody if {
	statement.organisations(with_condition("stringequals", "aws:principalorgid", ["o-1"])) == {"o-1"}
	statement.organisations(with_condition("foranyvalue:stringlike", "aws:principalorgpaths", ["o-2/r-1/*"])) == {"o-2"}
	statement.organisations(with_condition("stringnotequals", "aws:principalorgid", ["o-1"])) == set()
	statement.organisations(json.patch(with_condition("stringequals", "aws:principalorgid", ["o-1"]), [{"op": "replace", "path": "/principals", "value": {"AWS": ["1"]}}])) == set()
}
