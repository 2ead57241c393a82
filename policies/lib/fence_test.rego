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

test_a_fence_that_keeps_nobody_out_is_none if {
	not fence.around(allow, [allow, outside("notipaddress", "aws:sourceip", ["0.0.0.0/0"])])
	not fence.around(allow, [allow, outside("arnnotlike", "aws:principalarn", ["arn:aws:iam::*:role/x"])])
	not fence.around(allow, [allow, outside("stringnotlike", "aws:principalorgid", ["o-*"])])
	not fence.around(allow, [allow, outside("stringequals", "aws:principalorgid", ["o-1"])])
	not fence.around(allow, [allow, outside("stringnotequals", "aws:useragent", ["x"])])
	not fence.around(allow, [allow, outside("foranyvalue:stringnotequals", "aws:principalorgid", ["o-1"])])
}
