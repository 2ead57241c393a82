package lib.audit_test

import data.lib.audit

call := {
	"text": "-a always,exit -F arch=b64 -S mount -F auid>=1000 -F auid!=unset -k mounts", "syscalls": ["mount"],
	"path": null, "permissions": null, "fields": ["arch=b64", "auid!=unset", "auid>=1000"], "key": "mounts",
}

with_fields(rule, fields) := object.union(rule, {"fields": fields})

test_calls_by_table if {
	audit.unrecorded([call], "b64", {"mount"}) == set()
	audit.unrecorded([call], "b32", {"mount"}) == {"mount"}
	audit.unrecorded([with_fields(call, [])], "b32", {"mount"}) == set()
	audit.unrecorded([call], "b64", {"mount", "umount2"}) == {"umount2"}
}

test_a_rule_with_a_narrow_filter_does_not_count if {
	audit.unrecorded([with_fields(call, ["arch=b64", "uid=0"])], "b64", {"mount"}) == {"mount"}
	audit.unrecorded([with_fields(call, ["arch=b64", "success=0"])], "b64", {"mount"}) == {"mount"}
	never := object.union(call, {"text": "-a never,exit -F arch=b64 -S mount"})
	audit.unrecorded([never], "b64", {"mount"}) == {"mount"}
	turned := object.union(call, {"text": "-a exit,never -F arch=b64 -S mount"})
	audit.unrecorded([turned], "b64", {"mount"}) == {"mount"}
}

test_denied_calls_need_their_error if {
	rule := object.union(call, {"syscalls": ["openat"], "fields": ["arch=b64", "exit=-EACCES"]})
	audit.undenied([rule], "b64", {"openat"}, "EACCES") == set()
	audit.undenied([rule], "b64", {"openat"}, "EPERM") == {"openat"}
	audit.unrecorded([rule], "b64", {"openat"}) == {"openat"}
}

test_nothing_is_recorded_when_tasks_are_left_out if {
	every text in ["-a never,task", "-a task,never"] {
		mute := {"text": text, "syscalls": [], "path": null, "permissions": null, "fields": [], "key": null}
		audit.unrecorded([mute, call], "b64", {"mount"}) == {"mount"}
		not audit.as_another([mute, object.union(call, {"syscalls": ["execve"]})], "b64")
	}
}
