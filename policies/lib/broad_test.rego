package lib.broad_test

import data.lib.broad

condition(operator, key, values) := {"operator": operator, "key": key, "values": values}

test_what_anybody_meets_is_broad if {
	broad.condition(condition("stringlike", "aws:principalorgid", ["*"]))
	broad.condition(condition("stringequals", "aws:principalorgid", []))
	broad.condition(condition("ipaddress", "aws:sourceip", ["128.0.0.0/1"]))
	broad.condition(condition("stringlike", "aws:principalarn", ["arn:*:iam::123456789012:role/x"]))
	broad.condition(condition("stringlike", "aws:userid", ["*:audit"]))
	broad.condition(condition("stringequals", "aws:userid", ["anonymous"]))
}

test_what_is_tied_down_is_not if {
	not broad.condition(condition("arnlike", "aws:principalarn", ["arn:*:iam::123456789012:role/x"]))
	not broad.condition(condition("stringlike", "aws:principalarn", ["arn:aws:iam::123456789012:role/*"]))
	not broad.condition(condition("stringlike", "aws:sourcearn", ["arn:aws:sns:*:123456789012:*"]))
	not broad.condition(condition("stringlike", "aws:userid", ["AROAEXAMPLEROLEID1234:*"]))
	not broad.condition(condition("stringequals", "aws:userid", ["AIDAEXAMPLEUSERID1234", "123456789012"]))
}
