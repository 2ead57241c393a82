package policies.network.elb_firewall_test

import data.policies.network.elb_firewall as policy

good := {
	"type": "application", "public": true, "access_logs": true, "deletion_protection": true, "drop_invalid_headers": true, "listeners": [],
	"web_acl": "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/w/1",
}

bad := object.union(good, {"web_acl": null})

internal := object.union(bad, {"public": false})

network := object.union(bad, {"type": "network"})

test_what_is_guarded_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	policy.applicable with input as bad
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_others if {
	not policy.applicable with input as internal
	not policy.applicable with input as network
}
