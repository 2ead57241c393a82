package policies.patching.security_updates_test

import data.policies.patching.security_updates as policy

good := {
	"lists_at": "2026-03-10T06:00:00Z",
	"pending": {"tzdata": {"from": "2025a-0", "to": "2026a-0", "origin": "Debian:12.13/oldstable", "security": false}},
}

bad := json.patch(good, [{"op": "add", "path": "/pending/openssl", "value": {
	"from": "3.0.15-1", "to": "3.0.17-1", "origin": "Debian-Security:12/oldstable-security", "security": true,
}}])

no_lists := {"lists_at": null, "pending": {}}

test_other_updates_may_wait if {
	count(policy.fail) == 0 with input as good
}

test_a_security_update_fails_by_its_package if {
	{f.key | some f in policy.fail} == {"openssl"} with input as bad
}

test_without_lists_nothing_is_known if {
	{f.path | some f in policy.fail} == {"lists_at"} with input as no_lists
}
