package policies.logging.audit_other_user_test

import data.policies.logging.audit_other_user as policy

pc := {"linux.host": [{"architecture": "x86_64"}]}

arm := {"linux.host": [{"architecture": "aarch64"}]}

bare := {
	"installed": true, "enabled": true, "active": true, "config": {}, "on_disk": [], "loaded": [], "immutable": false,
	"log_files": {},
}

good := object.union(bare, {"on_disk": [rule |
	some table in ["b64", "b32"]
	rule := {
		"text": sprintf("-a always,exit -F arch=%s -C euid!=uid -F auid!=unset -S execve -k user_emulation", [table]),
		"syscalls": ["execve"], "path": null, "permissions": null, "key": "user_emulation",
		"fields": [sprintf("arch=%s", [table]), "auid!=unset", "euid!=uid"],
	}
]})

only_64 := json.patch(good, [{"op": "remove", "path": "/on_disk/1"}])

all_programs := json.patch(good, [{"op": "replace", "path": "/on_disk/0/fields", "value": ["arch=b64"]}])

one_user := json.patch(good, [{"op": "add", "path": "/on_disk/0/fields/0", "value": "uid=33"}])

absent := object.union(bare, {"installed": false})

test_both_tables_recorded_pass if {
	count(policy.fail) == 0 with input as good with data.resources as pc
	count(policy.fail) == 0 with input as all_programs with data.resources as pc
	count(policy.fail) == 0 with input as only_64 with data.resources as arm
}

test_each_table_without_rule_fails if {
	{f.key | some f in policy.fail} == {"b64", "b32"} with input as bare with data.resources as pc
	{f.key | some f in policy.fail} == {"b32"} with input as only_64 with data.resources as pc
	{f.key | some f in policy.fail} == {"b64"} with input as one_user with data.resources as pc
}

test_applies_where_auditd_is_installed if {
	policy.applicable with input as bare
	not policy.applicable with input as absent
}
