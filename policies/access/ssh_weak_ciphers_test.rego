package policies.access.ssh_weak_ciphers_test

import data.policies.access.ssh_weak_ciphers as policy

params := {"access": {"ssh_weak_ciphers": {"weak": ["3des-cbc", "aes128-cbc", "aes192-cbc", "aes256-cbc", "rijndael-cbc@lysator.liu.se", "blowfish-cbc", "cast128-cbc", "arcfour", "arcfour128", "arcfour256"]}}}

nothing_weak := {"access": {"ssh_weak_ciphers": {"weak": []}}}

good := {"installed": true, "settings": {"ciphers": ["chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes256-ctr"]}}

bad := {"installed": true, "settings": {"ciphers": ["chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes256-ctr,aes128-cbc,3des-cbc"]}}

test_strong_ones_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_weak_one_fails_by_its_name if {
	keys := {f.key | some f in policy.fail} with input as bad with data.params as params
	keys == {"aes128-cbc", "3des-cbc"}
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
