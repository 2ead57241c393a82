package policies.data.certificate_expiry_test

import data.policies.data.certificate_expiry as policy

params := {"data": {"certificate_expiry": {"notice_days": 14}}}

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

good := {
	"path": "/etc/ssl/certs/web.pem", "subject": "CN=www.example.com", "issuer": "CN=Example CA",
	"not_before": "2026-01-01T00:00:00Z", "not_after": "2026-06-01T00:00:00Z", "key_type": "ecdsa", "key_bits": 256,
	"signature_algorithm": "SHA256-RSA", "self_signed": false, "ca": false, "dns_names": ["www.example.com"],
	"sha256": "00",
}

expired := object.union(good, {"not_after": "2026-03-10T11:00:00Z"})

soon := object.union(good, {"not_after": "2026-03-20T12:00:00Z"})

early := object.union(good, {"not_before": "2026-03-11T12:00:00Z"})

junk := object.union(good, {"not_after": "never"})

test_a_valid_certificate_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.audit as audit
}

test_an_expired_one_fails if {
	some f in policy.fail with input as expired with data.params as params with data.audit as audit
	f.message == "it expired on 2026-03-10T11:00:00Z"
	count(policy.fail) == 1 with input as junk with data.params as params with data.audit as audit
}

test_one_that_ends_soon_fails if {
	some f in policy.fail with input as soon with data.params as params with data.audit as audit
	f.message == "it expires in 10 days, on 2026-03-20T12:00:00Z"
	count(policy.fail) == 0 with input as soon with data.params.data.certificate_expiry.notice_days as 7 with data.audit as audit
}

test_one_that_is_not_valid_yet_fails if {
	{f.path | some f in policy.fail} == {"not_before"} with input as early with data.params as params
		with data.audit as audit
}
