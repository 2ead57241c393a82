package policies.patching.release_supported_test

import data.policies.patching.release_supported as policy

params := {"patching": {"release_supported": {"end_of_support": {"debian": {"9": "2022-06-30", "10": "2024-06-30", "11": "2026-08-31", "12": "2028-06-30", "13": "2030-06-30"}, "ubuntu": {"16.04": "2021-04-30", "18.04": "2023-05-31", "20.04": "2025-05-29", "22.04": "2027-06-01", "24.04": "2029-05-31", "24.10": "2025-07-10", "25.04": "2026-01-15", "25.10": "2026-07-09", "26.04": "2031-05-29"}}, "notice_days": 0}}}

audit := {"now_ns": time.parse_rfc3339_ns("2026-11-23T12:00:00Z")}

bookworm := {
	"hostname": "web1", "kernel": "6.1.0-31-amd64", "architecture": "x86_64", "container": false,
	"cmdline": {}, "timezone": "UTC", "now": "2026-11-23T12:00:00Z", "collected_uid": 0,
	"os": {"id": "debian", "id_like": [], "version_id": "12", "codename": "", "pretty_name": ""},
}

bullseye := object.union(bookworm, {"os": {"version_id": "11"}})

testing := object.union(bookworm, {"os": {"version_id": ""}})

focal := object.union(bookworm, {"os": {"id": "ubuntu", "version_id": "20.04"}})

jammy := object.union(bookworm, {"os": {"id": "ubuntu", "version_id": "22.04"}})

other := object.union(bookworm, {"os": {"id": "plan9", "version_id": "4"}})

test_supported_releases_pass if {
	count(policy.fail) == 0 with input as bookworm with data.params as params with data.audit as audit
	count(policy.fail) == 0 with input as jammy with data.params as params with data.audit as audit
}

test_an_ended_release_fails if {
	count(policy.fail) == 1 with input as bullseye with data.params as params with data.audit as audit
	count(policy.fail) == 1 with input as focal with data.params as params with data.audit as audit
}

test_a_testing_release_without_a_number_fails if {
	count(policy.fail) == 1 with input as testing with data.params as params with data.audit as audit
}

test_notice_is_given if {
	count(policy.fail) == 1 with input as jammy with data.params as params with data.audit as audit
		with data.params.patching.release_supported.notice_days as 365
}

test_an_extension_can_be_entered if {
	count(policy.fail) == 0 with input as focal with data.audit as audit with data.params as params
		with data.params.patching.release_supported.end_of_support as {"ubuntu": {"20.04": "2030-04-23"}}
}

test_applies_to_known_distributions if {
	policy.applicable with input as bookworm with data.params as params
	not policy.applicable with input as other with data.params as params
}
