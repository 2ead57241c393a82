package policies.hardening.cron_file_permissions_test

import data.policies.hardening.cron_file_permissions as policy

good := {"path": "/etc/cron.d", "exists": true, "type": "directory", "mode": "0700", "uid": 0, "gid": 0, "owner": "root", "group": "root"}

stricter := object.union(good, {"mode": "0000"})

open := object.union(good, {"mode": "0777"})

foreign := object.union(good, {"uid": 1000, "owner": "alice"})

shared := object.union(good, {"gid": 100, "group": "users"})

nameless := object.union(good, {"gid": 4242, "group": null})

other := object.union(good, {"path": "/etc/hostname", "mode": "0777"})

link := object.union(good, {"type": "symlink", "mode": "0777"})

missing := {"path": "/etc/cron.d", "exists": false, "type": null, "mode": null, "uid": null, "gid": null, "owner": null, "group": null}

test_the_accepted_mode_and_a_stricter_one_pass if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as stricter
}

test_an_open_mode_fails if {
	paths := {f.path | some f in policy.fail} with input as open
	paths == {"mode"}
}

test_another_owner_fails if {
	paths := {f.path | some f in policy.fail} with input as foreign
	paths == {"uid"}
}

test_another_group_fails if {
	paths := {f.path | some f in policy.fail} with input as shared
	paths == {"group"}
	count(policy.fail) == 1 with input as nameless
}

test_other_and_missing_files_are_not_judged if {
	policy.applicable with input as good
	not policy.applicable with input as other
	not policy.applicable with input as missing
	not policy.applicable with input as link
	count(policy.fail) == 0 with input as missing
}
