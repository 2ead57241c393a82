package policies.data.elb_tls_policy_test

import data.policies.data.elb_tls_policy as policy

good := {
	"type": "application", "public": true, "access_logs": true, "deletion_protection": true, "drop_invalid_headers": true,
	"listeners": [{"port": 80, "protocol": "HTTP", "redirects": true, "ssl_policy": null}, tls],
}

tls := {"port": 443, "protocol": "HTTPS", "redirects": false, "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}

bad := object.union(good, {"listeners": [object.union(tls, {"ssl_policy": "ELBSecurityPolicy-2016-08"})]})

eleven := object.union(good, {"listeners": [object.union(tls, {"ssl_policy": "ELBSecurityPolicy-TLS13-1-1-2021-06"})]})

test_what_is_in_order_passes if {
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
	count(policy.fail) == 1 with input as eleven
}
