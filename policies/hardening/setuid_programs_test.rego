package policies.hardening.setuid_programs_test

import data.policies.hardening.setuid_programs as policy

params := {"hardening": {"setuid_programs": {"accepted": []}}}

meant := {"hardening": {"setuid_programs": {"accepted": ["/usr/local/bin/x"]}}}

good := {"suid": [{"path": "/usr/bin/su", "mode": "4755", "uid": 0, "gid": 0, "packaged": true}], "sgid": []}

bad := {"suid": [{"path": "/usr/local/bin/x", "mode": "4755", "uid": 0, "gid": 0, "packaged": false}], "sgid": [{"path": "/usr/local/bin/x", "mode": "6755", "uid": 0, "gid": 0, "packaged": false}]}

test_packaged_programs_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_others_fail_unless_accepted if {
	keys := {f.key | some f in policy.fail} with input as bad with data.params as params
	keys == {"/usr/local/bin/x", "/usr/local/bin/x as group"}
	count(policy.fail) == 0 with input as bad with data.params as meant
}
