package policies.logging.audit_space_warning_test

import data.policies.logging.audit_space_warning as policy

params := {"logging": {"audit_space_warning": {"actions": {"space_left_action": ["email", "exec", "single", "halt"], "admin_space_left_action": ["single", "halt"], "disk_full_action": ["single", "halt"], "disk_error_action": ["syslog", "exec", "single", "halt"]}}}}

good := {
	"installed": true, "enabled": true, "active": true, "config": {
		"max_log_file": "8", "max_log_file_action": "keep_logs", "space_left_action": "email",
		"admin_space_left_action": "single", "disk_full_action": "halt", "disk_error_action": "syslog",
	},
	"on_disk": [], "loaded": [], "immutable": true,
	"log_files": {"/var/log/audit/audit.log": {"mode": "0600", "owner_uid": 0}},
}

unset := json.patch(good, [{"op": "replace", "path": "/config", "value": {}}])

with_program := json.patch(good, [{"op": "replace", "path": "/config/space_left_action", "value": "EXEC /usr/local/sbin/warn"}])

suspending := json.patch(good, [{"op": "replace", "path": "/config/disk_full_action", "value": "SUSPEND"}])

absent := object.union(good, {"installed": false})

test_actions_that_are_noticed_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as with_program with data.params as params
}

test_an_action_that_is_overlooked_fails if {
	{f.key | some f in policy.fail} == {"disk_full_action"} with input as suspending with data.params as params
}

test_nothing_set_fails_but_for_write_errors if {
	{f.key | some f in policy.fail} == {"space_left_action", "admin_space_left_action", "disk_full_action"}
		with input as unset with data.params as params
}

test_the_actions_can_be_set if {
	count(policy.fail) == 0 with input as suspending with data.params.logging.audit_space_warning.actions as {"disk_full_action": ["suspend"]}
}

test_applies_where_auditd_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as absent
}
