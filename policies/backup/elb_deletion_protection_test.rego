package policies.backup.elb_deletion_protection_test

import data.policies.backup.elb_deletion_protection as policy

good := {
	"type": "application", "public": true, "access_logs": true, "deletion_protection": true, "drop_invalid_headers": true,
	"listeners": [{"port": 443, "protocol": "HTTPS", "redirects": false, "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}],
}

bad := object.union(good, {"deletion_protection": false})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}
