package policies.hardening.world_writable_test

import data.policies.hardening.world_writable as policy

good := {"world_writable": [], "no_sticky_bit": []}

bad := {"world_writable": [{"path": "/srv/a", "mode": "0666", "uid": 0, "gid": 0, "packaged": false}], "no_sticky_bit": [{"path": "/srv/drop", "mode": "0777", "uid": 0, "gid": 0, "packaged": false}]}

test_a_clean_system_passes if {
	count(policy.fail) == 0 with input as good
}

test_files_and_folders_fail_by_their_path if {
	keys := {f.key | some f in policy.fail} with input as bad
	keys == {"/srv/a", "folder /srv/drop"}
}
