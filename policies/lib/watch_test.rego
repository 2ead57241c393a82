package lib.watch_test

import data.lib.watch

rule := {
	"text": "-w /etc/sudoers.d/ -p wa -k scope", "syscalls": [], "path": "/etc/sudoers.d/", "permissions": "wa",
	"fields": [], "key": "scope",
}

call := {
	"text": "-a always,exit -F arch=b64 -S mount -F auid>=1000 -F auid!=unset -k mounts", "syscalls": ["mount"],
	"path": null, "permissions": null, "fields": ["arch=b64", "auid!=unset", "auid>=1000"], "key": "mounts",
}

with_fields(rule, fields) := object.union(rule, {"fields": fields})

test_a_watch_covers_what_is_below if {
	watch.unwatched([rule], {"/etc/sudoers.d", "/etc/sudoers.d/x"}) == set()
	watch.unwatched([rule], {"/etc/sudoers"}) == {"/etc/sudoers"}
}

test_a_watch_needs_writing_and_attributes if {
	watch.unwatched([object.union(rule, {"permissions": "r"})], {"/etc/sudoers.d"}) == {"/etc/sudoers.d"}
	watch.unwatched([object.union(rule, {"permissions": "w"})], {"/etc/sudoers.d"}) == {"/etc/sudoers.d"}
	watch.unwatched([object.union(rule, {"permissions": null})], {"/etc/sudoers.d"}) == set()
}

test_a_watch_may_be_written_as_fields if {
	long := object.union(call, {"syscalls": ["all"], "fields": ["dir=/etc/sudoers.d", "perm=wa"]})
	watch.unwatched([long], {"/etc/sudoers.d"}) == set()
	watch.unwatched([with_fields(long, ["dir=/etc/sudoers.d", "perm=r"])], {"/etc/sudoers.d"}) == {"/etc/sudoers.d"}
	watch.unwatched([with_fields(long, ["dir=/etc/sudoers.d", "perm=wa", "uid=7"])], {"/etc/sudoers.d"}) == {"/etc/sudoers.d"}
}

test_run_and_var_run_are_one if {
	other := object.union(rule, {"path": "/var/run/faillock"})
	watch.unwatched([other], {"/run/faillock", "/var/run/faillock"}) == set()
}

test_nothing_is_watched_when_tasks_are_left_out if {
	mute := object.union(rule, {"text": "-a never,task", "path": null, "permissions": null})
	watch.unwatched([mute, rule], {"/etc/sudoers.d"}) == {"/etc/sudoers.d"}
}
