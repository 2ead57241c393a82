package policies.data.certificate_signature_test

import data.policies.data.certificate_signature as policy

good := {
	"path": "/etc/ssl/certs/web.pem", "subject": "CN=www.example.com", "issuer": "CN=Example CA",
	"not_before": "2026-01-01T00:00:00Z", "not_after": "2026-06-01T00:00:00Z", "key_type": "ecdsa", "key_bits": 256,
	"signature_algorithm": "SHA256-RSAPSS", "self_signed": false, "ca": false, "dns_names": ["www.example.com"],
	"sha256": "00",
}

ed25519 := object.union(good, {"signature_algorithm": "Ed25519"})

weak := object.union(good, {"signature_algorithm": "SHA1-RSA"})

unknown := object.union(good, {"signature_algorithm": "0"})

root := object.union(weak, {"self_signed": true})

test_sound_algorithms_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as ed25519
}

test_weak_and_unknown_ones_fail if {
	count(policy.fail) == 1 with input as weak
	count(policy.fail) == 1 with input as unknown
}

test_roots_are_left_out if {
	policy.applicable with input as weak
	not policy.applicable with input as root
}
