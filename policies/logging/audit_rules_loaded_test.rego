package policies.logging.audit_rules_loaded_test

import data.policies.logging.audit_rules_loaded as policy

good := {
	"installed": true, "enabled": true, "active": true, "config": {}, "on_disk": [], "loaded": [], "immutable": true,
	"log_files": {"/var/log/audit/audit.log": {"mode": "0600", "owner_uid": 0}},
}

rules := [
	{
		"text": "-w /etc/passwd -p wa -k identity", "syscalls": [], "path": "/etc/passwd", "permissions": "wa",
		"fields": [], "key": "identity",
	},
	{
		"text": "-a always,exit -F arch=b64 -S mount", "syscalls": ["mount"], "path": null, "permissions": null,
		"fields": ["arch=b64"], "key": null,
	},
]

in_force := object.union(good, {"on_disk": rules, "loaded": rules})

not_loaded := object.union(good, {"on_disk": rules})

half_loaded := json.patch(in_force, [{"op": "remove", "path": "/loaded/1"}])

other_loaded := json.patch(in_force, [{"op": "replace", "path": "/loaded/0/key", "value": "other"}])

absent := object.union(in_force, {"installed": false})

test_equal_lists_pass if {
	count(policy.fail) == 0 with input as in_force
}

test_nothing_loaded_fails if {
	{f.key | some f in policy.fail} == {"none"} with input as not_loaded
}

test_a_missing_rule_fails if {
	{f.key | some f in policy.fail} == {"count"} with input as half_loaded
	{f.key | some f in policy.fail} == {"key identity"} with input as other_loaded
}

test_applies_where_there_are_rules if {
	policy.applicable with input as in_force
	not policy.applicable with input as good
	not policy.applicable with input as absent
}
