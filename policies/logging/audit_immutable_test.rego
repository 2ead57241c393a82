package policies.logging.audit_immutable_test

import data.policies.logging.audit_immutable as policy

good := {
	"installed": true, "enabled": true, "active": true, "config": {}, "on_disk": [], "loaded": [], "immutable": true,
	"log_files": {"/var/log/audit/audit.log": {"mode": "0600", "owner_uid": 0}},
}

bad := object.union(good, {"immutable": false})

absent := object.union(good, {"installed": false})

test_locked_rules_pass if {
	count(policy.fail) == 0 with input as good
}

test_open_rules_fail if {
	count(policy.fail) == 1 with input as bad
}

test_applies_where_auditd_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as absent
}
