package policies.logging.audit_mounts_test

import data.policies.logging.audit_mounts as policy

params := {"logging": {"audit_mounts": {"calls": ["mount"]}}}

pc := {"linux.host": [{"architecture": "x86_64"}]}

arm := {"linux.host": [{"architecture": "aarch64"}]}

bare := {
	"installed": true, "enabled": true, "active": true, "config": {}, "on_disk": [], "loaded": [], "immutable": false,
	"log_files": {},
}

good := object.union(bare, {"on_disk": [rule |
	some table in ["b64", "b32"]
	rule := {
		"text": sprintf("-a always,exit -F arch=%s -S mount -F auid>=1000 -F auid!=unset -k calls", [table]),
		"syscalls": ["mount"],
		"path": null, "permissions": null, "fields": [sprintf("arch=%s", [table]), "auid!=unset", "auid>=1000"], "key": "calls",
	}
]})

only_64 := json.patch(good, [{"op": "remove", "path": "/on_disk/1"}])

narrow := json.patch(good, [{"op": "add", "path": "/on_disk/0/fields/0", "value": "uid=33"}])

absent := object.union(bare, {"installed": false})

test_both_tables_recorded_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.resources as pc
	count(policy.fail) == 0 with input as only_64 with data.params as params with data.resources as arm
}

test_each_table_without_rule_fails if {
	{f.key | some f in policy.fail} == {"b64", "b32"} with input as bare with data.params as params
		with data.resources as pc
	{f.key | some f in policy.fail} == {"b32"} with input as only_64 with data.params as params
		with data.resources as pc
	{f.key | some f in policy.fail} == {"b64"} with input as bare with data.params as params
		with data.resources as arm
}

test_a_rule_for_one_user_does_not_count if {
	{f.key | some f in policy.fail} == {"b64"} with input as narrow with data.params as params
		with data.resources as pc
}

test_the_calls_can_be_set if {
	count(policy.fail) == 2 with input as good with data.params as params with data.resources as pc
		with data.params.logging.audit_mounts.calls as ["ptrace"]
}

test_applies_where_auditd_is_installed if {
	policy.applicable with input as bare
	not policy.applicable with input as absent
}
