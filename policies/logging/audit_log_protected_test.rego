package policies.logging.audit_log_protected_test

import data.policies.logging.audit_log_protected as policy

good := {
	"installed": true, "enabled": true, "active": true, "config": {}, "on_disk": [], "loaded": [], "immutable": true,
	"log_files": {"/var/log/audit/audit.log": {"mode": "0600", "owner_uid": 0}},
}

group := json.patch(good, [{"op": "replace", "path": "/log_files/~1var~1log~1audit~1audit.log/mode", "value": "0640"}])

open := json.patch(good, [{"op": "replace", "path": "/log_files/~1var~1log~1audit~1audit.log/mode", "value": "0644"}])

foreign := json.patch(good, [{"op": "replace", "path": "/log_files/~1var~1log~1audit~1audit.log/owner_uid", "value": 33}])

absent := object.union(good, {"installed": false})

unused := json.patch(good, [{"op": "replace", "path": "/log_files", "value": {}}])

test_closed_files_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as group
}

test_an_open_file_fails if {
	{f.key | some f in policy.fail} == {"/var/log/audit/audit.log mode"} with input as open
}

test_a_file_of_another_user_fails if {
	{f.key | some f in policy.fail} == {"/var/log/audit/audit.log owner"} with input as foreign
}

test_applies_where_there_are_log_files if {
	policy.applicable with input as good
	not policy.applicable with input as absent
	not policy.applicable with input as unused
}
