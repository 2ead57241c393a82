package policies.logging.audit_denied_access_test

import data.policies.logging.audit_denied_access as policy

params := {"logging": {"audit_denied_access": {"calls": ["openat", "truncate", "ftruncate"], "calls_pc": ["open", "creat"]}}}

pc := {"linux.host": [{"architecture": "x86_64"}]}

arm := {"linux.host": [{"architecture": "aarch64"}]}

bare := {
	"installed": true, "enabled": true, "active": true, "config": {}, "on_disk": [], "loaded": [], "immutable": false,
	"log_files": {},
}

good := object.union(bare, {"on_disk": [rule |
	some table in ["b64", "b32"]
	some error in ["EACCES", "EPERM"]
	rule := {
		"text": sprintf("-a always,exit -F arch=%s -S creat,open,openat,truncate,ftruncate -F exit=-%s -k access", [table, error]),
		"syscalls": ["creat", "ftruncate", "open", "openat", "truncate"], "path": null, "permissions": null,
		"fields": [sprintf("arch=%s", [table]), "auid!=unset", "auid>=1000", sprintf("exit=-%s", [error])], "key": "access",
	}
]})

one_missing := json.patch(good, [{"op": "remove", "path": "/on_disk/0"}])

absent := object.union(bare, {"installed": false})

test_both_errors_in_both_tables_pass if {
	count(policy.fail) == 0 with input as good with data.params as params with data.resources as pc
}

test_each_missing_rule_fails if {
	count(policy.fail) == 4 with input as bare with data.params as params with data.resources as pc
	count(policy.fail) == 2 with input as bare with data.params as params with data.resources as arm
	{f.key | some f in policy.fail} == {"b64 EACCES"} with input as one_missing with data.params as params
		with data.resources as pc
}

test_the_calls_can_be_set if {
	count(policy.fail) == 4 with input as good with data.params as params with data.resources as pc
		with data.params.logging.audit_denied_access.calls as ["open_by_handle_at"]
}

test_older_calls_count_only_on_a_pc if {
	count(policy.fail) == 4 with input as good with data.params as params with data.resources as pc
		with data.params.logging.audit_denied_access.calls_pc as ["link"]
	count(policy.fail) == 0 with input as good with data.params as params with data.resources as arm
		with data.params.logging.audit_denied_access.calls_pc as ["link"]
}

test_applies_where_auditd_is_installed if {
	policy.applicable with input as bare
	not policy.applicable with input as absent
}
