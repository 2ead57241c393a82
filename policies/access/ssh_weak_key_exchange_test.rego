package policies.access.ssh_weak_key_exchange_test

import data.policies.access.ssh_weak_key_exchange as policy

params := {"access": {"ssh_weak_key_exchange": {"weak": ["diffie-hellman-group1-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1", "gss-gex-sha1-", "gss-group1-sha1-", "gss-group14-sha1-"]}}}

nothing_weak := {"access": {"ssh_weak_key_exchange": {"weak": []}}}

good := {"installed": true, "settings": {"kexalgorithms": ["sntrup761x25519-sha512@openssh.com,curve25519-sha256"]}}

bad := {"installed": true, "settings": {"kexalgorithms": ["sntrup761x25519-sha512@openssh.com,curve25519-sha256,diffie-hellman-group14-sha1"]}}

test_strong_ones_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_weak_one_fails_by_its_name if {
	keys := {f.key | some f in policy.fail} with input as bad with data.params as params
	keys == {"diffie-hellman-group14-sha1"}
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
