package policies.hardening.unowned_files_test

import data.policies.hardening.unowned_files as policy

good := {"unowned": []}

bad := {"unowned": [{"path": "/srv/old", "mode": "0644", "uid": 1234, "gid": 1234, "packaged": false}]}

test_a_clean_system_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_file_of_nobody_fails_by_its_path if {
	some f in policy.fail with input as bad
	f.key == "/srv/old"
}
