package policies.access.ssh_weak_macs_test

import data.policies.access.ssh_weak_macs as policy

params := {"access": {"ssh_weak_macs": {"weak": ["hmac-md5", "hmac-md5-96", "hmac-md5-etm@openssh.com", "hmac-md5-96-etm@openssh.com", "hmac-ripemd160", "hmac-ripemd160-etm@openssh.com", "hmac-sha1", "hmac-sha1-96", "hmac-sha1-etm@openssh.com", "hmac-sha1-96-etm@openssh.com", "umac-64@openssh.com", "umac-64-etm@openssh.com"]}}}

nothing_weak := {"access": {"ssh_weak_macs": {"weak": []}}}

good := {"installed": true, "settings": {"macs": ["hmac-sha2-512-etm@openssh.com,hmac-sha2-256"]}}

bad := {"installed": true, "settings": {"macs": ["hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha1,umac-64@openssh.com"]}}

test_strong_ones_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_weak_one_fails_by_its_name if {
	keys := {f.key | some f in policy.fail} with input as bad with data.params as params
	keys == {"hmac-sha1", "umac-64@openssh.com"}
}

test_the_list_of_weak_ones_is_a_parameter if {
	count(policy.fail) == 0 with input as bad with data.params as nothing_weak
}

test_an_unknown_list_fails if {
	count(policy.fail) == 1 with input as {"installed": true, "settings": {}} with data.params as params
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
