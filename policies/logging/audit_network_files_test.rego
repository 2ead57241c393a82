package policies.logging.audit_network_files_test

import data.policies.logging.audit_network_files as policy

params := {"logging": {"audit_network_files": {"paths": ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"]}}}

bare := {
	"installed": true, "enabled": true, "active": true, "config": {}, "on_disk": [], "loaded": [], "immutable": false,
	"log_files": {},
}

good := object.union(bare, {"on_disk": [rule |
	some path in ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"]
	rule := {
		"text": sprintf("-w %s -p wa -k watch", [path]), "syscalls": [], "path": path, "permissions": "wa", "fields": [],
		"key": "watch",
	}
]})

one_missing := json.patch(good, [{"op": "remove", "path": "/on_disk/0"}])

read_only := json.patch(good, [{"op": "replace", "path": "/on_disk/0/permissions", "value": "r"}])

absent := object.union(bare, {"installed": false})

test_all_watched_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_unwatched_path_fails if {
	count(policy.fail) == 3 with input as bare with data.params as params
	{f.key | some f in policy.fail} == {"/etc/hosts"} with input as one_missing with data.params as params
	{f.key | some f in policy.fail} == {"/etc/hosts"} with input as read_only with data.params as params
}

test_the_paths_can_be_set if {
	{f.key | some f in policy.fail} == {"/srv/x"} with input as good with data.params.logging.audit_network_files.paths as ["/srv/x"]
}

test_applies_where_auditd_is_installed if {
	policy.applicable with input as bare with data.params as params
	not policy.applicable with input as absent with data.params as params
}
