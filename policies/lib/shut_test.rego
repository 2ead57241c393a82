package lib.shut_test

import data.lib.shut

condition(operator, key, values) := {"operator": operator, "key": key, "values": values}

test_who_passes_is_named if {
	every operator in ["stringnotequals", "stringnotequalsifexists", "stringnotlike", "stringnotequalsignorecase", "forallvalues:stringnotequals"] {
		shut.to_strangers(condition(operator, "aws:principalorgid", ["o-1"]))
	}
	shut.to_strangers(condition("forallvalues:stringnotlike", "aws:principalorgpaths", ["o-1/*"]))
	shut.to_strangers(condition("stringnotlike", "aws:userid", ["AROAEXAMPLEROLEID1234:*", "123456789012"]))
	shut.to_strangers(condition("notipaddressifexists", "aws:sourceip", ["192.0.2.0/24"]))
}

test_services_in_their_own_name_are_no_strangers if {
	shut.to_strangers(condition("boolifexists", "aws:principalisawsservice", ["false"]))
	shut.to_strangers(condition("stringnotequalsifexists", "aws:principalservicename", ["delivery.logs.amazonaws.com"]))
	shut.to_strangers(condition("arnnotlike", "aws:principalarn", ["arn:aws:iam::*:role/aws-service-role/*"]))
	shut.to_strangers(condition("arnnotlikeifexists", "aws:principalarn", ["arn:aws:iam::*:role/aws-service-role/*", "arn:aws:iam::123456789012:role/x"]))
}

# Each lets a stranger through.
test_a_stranger_passes if {
	every c in [
		condition("bool", "aws:principalisawsservice", ["false"]), # who does not sign: the key is absent
		condition("boolifexists", "aws:principalisawsservice", ["true"]), # who is no service
		condition("boolifexists", "aws:viaawsservice", ["false"]), # who has Athena ask
		condition("stringnotequals", "aws:calledvia", ["athena.amazonaws.com"]),
		condition("foranyvalue:stringnotequals", "aws:calledvia", ["athena.amazonaws.com"]),
		condition("stringnotequals", "aws:principaltag/team", ["audit"]), # who tags a role of theirs
		condition("stringnotlike", "aws:principalarn", ["arn:aws:iam::*:role/aws-service-role/*"]), # with a role in the path /x:role/aws-service-role/
		condition("stringnotlike", "aws:principalarn", ["arn:*:iam::123456789012:role/x"]), # with one in the path /x:iam::123456789012:role/
		condition("arnnotlike", "aws:principalarn", ["arn:aws:iam::*:role/aws-service-role/*", "arn:aws:iam::*:role/x"]),
		condition("arnnotlike", "aws:principalarn", ["arn:aws:iam::*:role/admin/*"]),
		condition("stringnotlike", "aws:userid", ["*:audit"]), # who calls a session so
		condition("stringnotequals", "aws:userid", ["anonymous"]), # who does not sign
		condition("foranyvalue:stringnotequals", "aws:principalorgpaths", ["o-1/"]), # who is of no organisation
		condition("null", "aws:sourcevpce", ["true"]), # who has an endpoint
		condition("bool", "aws:securetransport", ["false"]), # who uses TLS
		condition("stringequals", "s3:prefix", ["private/"]), # who asks for something else
		condition("stringnotequals", "aws:principalorgid", []),
		condition("stringequals", "aws:principalorgid", ["o-1"]),
		condition("notipaddress", "aws:vpcsourceip", ["10.0.0.0/8"]), # whose network has the same numbers
	] {
		not shut.to_strangers(c)
	}
}
