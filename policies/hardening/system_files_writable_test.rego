package policies.hardening.system_files_writable_test

import data.policies.hardening.system_files_writable as policy

params := {"hardening": {"system_files_writable": {"except": ["/tmp"]}}}

with_motd := {"hardening": {"system_files_writable": {"except": ["/tmp", "/etc/motd"]}}}

good := {"path": "/etc/motd", "exists": true, "type": "file", "mode": "0664"}

open := {"path": "/etc/motd", "exists": true, "type": "file", "mode": "0666"}

junk := {"path": "/etc/motd", "exists": true, "type": "file", "mode": "rw"}

tmp := {"path": "/tmp", "exists": true, "type": "directory", "mode": "1777"}

link := {"path": "/etc/motd", "exists": true, "type": "symlink", "mode": "0777"}

missing := {"path": "/etc/motd", "exists": false, "type": null, "mode": null}

test_a_file_that_others_cannot_write_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_file_that_everybody_can_write_fails_unless_excepted if {
	some f in policy.fail with input as open with data.params as params
	f.path == "mode"
	count(policy.fail) == 0 with input as open with data.params as with_motd
}

test_a_mode_that_is_no_mode_fails if {
	count(policy.fail) == 1 with input as junk with data.params as params
}

test_shared_folders_links_and_missing_files_are_not_judged if {
	policy.applicable with input as good with data.params as params
	not policy.applicable with input as tmp with data.params as params
	not policy.applicable with input as link with data.params as params
	not policy.applicable with input as missing with data.params as params
	count(policy.fail) == 0 with input as missing with data.params as params
}
