package policies.data.cloudfront_tls_policy_test

import data.policies.data.cloudfront_tls_policy as policy

good := {
	"enabled": true, "domain": "d1.cloudfront.net", "aliases": ["www.example.org"], "logging": "standard", "web_acl": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/w/1",
	"minimum_tls": "TLSv1.2_2021", "own_certificate": true, "default_root": "index.html", "behaviours": [{"path": "*", "origin": "bucket", "callers": "redirect-to-https"}],
	"origins": [bucket, server],
}

bucket := {"id": "bucket", "domain": "b.s3.amazonaws.com", "protocol": null, "bucket": true, "signed": true}

server := {"id": "server", "domain": "www.example.org", "protocol": "https-only", "bucket": false, "signed": false}

bad := object.union(good, {"minimum_tls": "TLSv1.1_2016"})

other := object.union(bad, {"own_certificate": false})

test_what_is_in_order_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
}

test_what_is_not_fails if {
	policy.applicable with input as bad
	count(policy.fail) == 1 with input as bad
}

test_does_not_apply_to_others if {
	not policy.applicable with input as other
}

test_old_ones_fail if {
	count(policy.fail) == 1 with input as object.union(good, {"minimum_tls": "TLSv1"})
	count(policy.fail) == 1 with input as object.union(good, {"minimum_tls": "SSLv3"})
	count(policy.fail) == 0 with input as object.union(good, {"minimum_tls": "TLSv1.3_2025"})
}
