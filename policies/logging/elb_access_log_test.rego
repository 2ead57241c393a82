package policies.logging.elb_access_log_test

import data.policies.logging.elb_access_log as policy

good := {
	"type": "application", "public": true, "access_logs": true, "deletion_protection": true, "drop_invalid_headers": true,
	"listeners": [{"port": 80, "protocol": "HTTP", "redirects": true, "ssl_policy": null}, tls],
}

tls := {"port": 443, "protocol": "HTTPS", "redirects": false, "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}

bad := object.union(good, {"access_logs": false})

gateway := object.union(good, {"type": "gateway", "access_logs": false})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_others if {
	not policy.applicable with input as gateway
}
