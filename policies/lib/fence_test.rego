package lib.fence_test

import data.lib.fence

statement(effect, conditions) := {
	"sid": null, "effect": effect, "principals": {"AWS": ["*"]}, "not_principals": {}, "actions": ["s3:getobject"], "not_actions": [],
	"resources": ["arn:aws:s3:::b/*"], "not_resources": [], "conditions": conditions,
}

allow := statement("allow", [])

outside(operator, key, values) := statement("deny", [{"operator": operator, "key": key, "values": values}])

network := outside("notipaddress", "aws:sourceip", ["192.0.2.0/24"])

changed(field, value) := json.patch(network, [{"op": "replace", "path": sprintf("/%s", [field]), "value": value}])

test_a_refusal_of_all_from_outside_is_a_fence if {
	fence.around(allow, [allow, network])
	fence.around(allow, [allow, changed("actions", ["*"])])
	fence.around(allow, [allow, changed("actions", ["s3:*"])])
	fence.around(allow, [allow, changed("resources", ["*"])])
	fence.around(allow, [allow, outside("stringnotequals", "aws:sourcevpce", ["vpce-1"])])
	fence.around(allow, [allow, outside("stringnotequalsifexists", "aws:principalorgid", ["o-1"])])
	fence.around(allow, [allow, outside("arnnotlike", "aws:principalarn", ["arn:aws:iam::123456789012:*"])])
}

test_a_fence_with_a_gap_is_none if {
	not fence.around(allow, [allow])
	not fence.around(allow, [allow, changed("effect", "allow")])
	not fence.around(allow, [allow, changed("actions", ["s3:putobject"])])
	not fence.around(allow, [allow, changed("resources", ["arn:aws:s3:::b/a/*"])])
	not fence.around(allow, [allow, changed("principals", {"AWS": ["arn:aws:iam::123456789012:root"]})])
	not fence.around(allow, [allow, changed("conditions", [])])
	not fence.around(allow, [allow, changed("conditions", array.concat(network.conditions, [{"operator": "bool", "key": "aws:viaawsservice", "values": ["false"]}]))])
	not fence.around(json.patch(allow, [{"op": "replace", "path": "/actions", "value": ["s3:*"]}]), [network])
}

both(a, b) := object.union(network, {"conditions": [a, b]})

organisation := {"operator": "stringnotequalsifexists", "key": "aws:principalorgid", "values": ["o-1"]}

# A refusal applies where all its conditions hold: who escapes one of them passes. Source: the policy examples that AWS gives for
# data perimeters.
test_all_may_pass_who_are_no_strangers if {
	every c in [
		{"operator": "boolifexists", "key": "aws:principalisawsservice", "values": ["false"]},
		{"operator": "arnnotlike", "key": "aws:principalarn", "values": ["arn:aws:iam::*:role/aws-service-role/*"]},
		{"operator": "stringnotequalsifexists", "key": "aws:principalaccount", "values": ["111122223333"]},
		{"operator": "stringnotequalsifexists", "key": "aws:sourcevpc", "values": ["vpc-1"]},
	] {
		fence.around(allow, [allow, both(organisation, c)])
		fence.around(allow, [allow, both(network.conditions[0], c)])
	}
}

test_one_gap_is_enough_for_a_stranger if {
	every c in [
		{"operator": "bool", "key": "aws:principalisawsservice", "values": ["false"]},
		{"operator": "boolifexists", "key": "aws:viaawsservice", "values": ["false"]},
		{"operator": "bool", "key": "aws:securetransport", "values": ["false"]},
		{"operator": "stringnotequals", "key": "aws:principaltag/team", "values": ["audit"]},
		{"operator": "stringequals", "key": "s3:x-amz-acl", "values": ["public-read"]},
	] {
		not fence.around(allow, [allow, both(organisation, c)])
	}
}

test_several_fences_close_together if {
	two := json.patch(allow, [{"op": "replace", "path": "/actions", "value": ["s3:getobject", "s3:putobject"]}])
	fence.around(two, [network, changed("actions", ["s3:putobject"])])
	not fence.around(two, [network, changed("actions", ["s3:deleteobject"])])
}

test_all_but_those_named_are_refused if {
	named := json.patch(outside("", "", []), [
		{"op": "replace", "path": "/principals", "value": {}},
		{"op": "replace", "path": "/not_principals", "value": {"AWS": ["arn:aws:iam::123456789012:role/x"], "Service": ["logging.s3.amazonaws.com"]}},
		{"op": "replace", "path": "/conditions", "value": []},
	])
	fence.around(allow, [allow, named])
	not fence.around(allow, [allow, json.patch(named, [{"op": "replace", "path": "/not_principals", "value": {"AWS": ["*"]}}])])
	not fence.around(allow, [allow, json.patch(named, [{"op": "replace", "path": "/not_principals", "value": {"Federated": ["cognito-identity.amazonaws.com"]}}])])
}

trust(s) := json.patch(s, [{"op": "replace", "path": "/resources", "value": []}, {"op": "replace", "path": "/actions", "value": ["sts:assumerole"]}])

test_a_trust_policy_names_no_resource if {
	fence.around(trust(allow), [trust(allow), trust(outside("stringnotequals", "aws:principalorgid", ["o-1"]))])
	not fence.around(allow, [allow, trust(network)])
}

test_a_fence_that_keeps_nobody_out_is_none if {
	not fence.around(allow, [allow, outside("notipaddress", "aws:sourceip", ["0.0.0.0/0"])])
	not fence.around(allow, [allow, outside("arnnotlike", "aws:principalarn", ["arn:aws:iam::*:role/x"])])
	not fence.around(allow, [allow, outside("stringnotlike", "aws:principalorgid", ["o-*"])])
	not fence.around(allow, [allow, outside("stringequals", "aws:principalorgid", ["o-1"])])
	not fence.around(allow, [allow, outside("stringnotequals", "aws:useragent", ["x"])])
	not fence.around(allow, [allow, outside("foranyvalue:stringnotequals", "aws:principalorgid", ["o-1"])])
}
