package policies.data.certificate_key_test

import data.policies.data.certificate_key as policy

params := {"data": {"certificate_key": {"bits": {"rsa": 2048, "ecdsa": 256, "ed25519": 256}}}}

good := {
	"path": "/etc/ssl/certs/web.pem", "subject": "CN=www.example.com", "issuer": "CN=Example CA",
	"not_before": "2026-01-01T00:00:00Z", "not_after": "2026-06-01T00:00:00Z", "key_type": "ecdsa", "key_bits": 256,
	"signature_algorithm": "SHA256-RSA", "self_signed": false, "ca": false, "dns_names": ["www.example.com"],
	"sha256": "00",
}

short := object.union(good, {"key_type": "rsa", "key_bits": 1024})

dsa := object.union(good, {"key_type": "dsa", "key_bits": 3072})

test_a_strong_key_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_short_key_fails if {
	{f.path | some f in policy.fail} == {"key_bits"} with input as short with data.params as params
}

test_another_type_fails if {
	{f.path | some f in policy.fail} == {"key_type"} with input as dsa with data.params as params
}

test_the_bits_can_be_set if {
	count(policy.fail) == 1 with input as good with data.params.data.certificate_key.bits as {"ecdsa": 384}
}
