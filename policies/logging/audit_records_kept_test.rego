package policies.logging.audit_records_kept_test

import data.policies.logging.audit_records_kept as policy

params := {"logging": {"audit_records_kept": {"actions": ["keep_logs"], "size_mb": 8}}}

good := {
	"installed": true, "enabled": true, "active": true, "config": {
		"max_log_file": "8", "max_log_file_action": "keep_logs", "space_left_action": "email",
		"admin_space_left_action": "single", "disk_full_action": "halt", "disk_error_action": "syslog",
	},
	"on_disk": [], "loaded": [], "immutable": true,
	"log_files": {"/var/log/audit/audit.log": {"mode": "0600", "owner_uid": 0}},
}

rotating := json.patch(good, [{"op": "replace", "path": "/config/max_log_file_action", "value": "ROTATE"}])

small := json.patch(good, [{"op": "replace", "path": "/config/max_log_file", "value": "1"}])

junk := json.patch(good, [{"op": "replace", "path": "/config/max_log_file", "value": "big"}])

unset := json.patch(good, [{"op": "replace", "path": "/config", "value": {}}])

absent := object.union(good, {"installed": false})

test_kept_logs_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_rotation_fails if {
	{f.key | some f in policy.fail} == {"max_log_file_action"} with input as rotating with data.params as params
}

test_small_files_fail if {
	{f.key | some f in policy.fail} == {"max_log_file"} with input as small with data.params as params
	{f.key | some f in policy.fail} == {"max_log_file"} with input as junk with data.params as params
}

test_nothing_set_fails if {
	count(policy.fail) == 2 with input as unset with data.params as params
}

test_both_can_be_set if {
	count(policy.fail) == 0 with input as rotating with data.params.logging.audit_records_kept.actions as ["rotate"] with data.params.logging.audit_records_kept.size_mb as 8
	count(policy.fail) == 1 with input as good with data.params.logging.audit_records_kept.actions as ["keep_logs"] with data.params.logging.audit_records_kept.size_mb as 32
}

test_applies_where_auditd_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as absent
}
