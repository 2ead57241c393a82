package policies.cost.elb_listens_test

import data.policies.cost.elb_listens as policy

good := {
	"type": "application", "public": true, "access_logs": true, "deletion_protection": true, "drop_invalid_headers": true,
	"listeners": [{"port": 443, "protocol": "HTTPS", "redirects": false, "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}],
}

bad := json.patch(good, [{"op": "replace", "path": "/listeners", "value": []}])

test_a_listener_passes if {
	count(policy.fail) == 0 with input as good
}

test_none_fails if {
	count(policy.fail) == 1 with input as bad
}
