package policies.network.api_open_test

import data.policies.network.api_open as policy

good := {
	"api": "shop", "protocol": "REST", "private": false, "access_log": "arn:aws:logs:eu-central-1:123456789012:log-group:api", "tracing": true,
	"web_acl": null, "cache_open": false, "throttled": true, "policy": [], "open": [],
}

everybody := {
	"sid": null, "effect": "allow", "principals": {"AWS": ["*"]}, "not_principals": {}, "actions": ["execute-api:invoke"], "not_actions": [],
	"resources": ["execute-api:/*"], "not_resources": [], "conditions": [],
}

refusal := object.union(everybody, {"effect": "deny", "conditions": [{"operator": "notipaddress", "key": "aws:sourceip", "values": ["192.0.2.0/24"]}]})

named := object.union(json.patch(everybody, [{"op": "remove", "path": "/principals/AWS"}]), {"principals": {"AWS": ["arn:aws:iam::123456789012:root"]}})

bad := object.union(good, {"open": ["GET /pets", "POST /pets"]})

open_policy := object.union(bad, {"policy": [everybody]})

fenced := object.union(bad, {"policy": [everybody, refusal]})

for_named := object.union(bad, {"policy": [named]})

private := object.union(bad, {"private": true})

test_a_sign_in_everywhere_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as object.union(good, {"policy": [everybody]})
}

test_a_policy_that_names_callers_or_networks_passes if {
	count(policy.fail) == 0 with input as fenced
	count(policy.fail) == 0 with input as for_named
}

test_each_open_method_fails if {
	{f.key | some f in policy.fail} == {"GET /pets", "POST /pets"} with input as bad
	{f.key | some f in policy.fail} == {"GET /pets", "POST /pets"} with input as open_policy
}

test_a_private_api_is_not_on_the_internet if {
	not policy.applicable with input as private
}
