package policies.access.ssh_host_key_permissions_test

import data.policies.access.ssh_host_key_permissions as policy

good := {"installed": true, "host_keys": {"/etc/ssh/ssh_host_ed25519_key": {"mode": "0600", "owner_uid": 0}}}

open := {"installed": true, "host_keys": {"/etc/ssh/ssh_host_ed25519_key": {"mode": "0644", "owner_uid": 0}}}

foreign := {"installed": true, "host_keys": {"/etc/ssh/ssh_host_ed25519_key": {"mode": "0600", "owner_uid": 1000}}}

junk := {"installed": true, "host_keys": {"/etc/ssh/ssh_host_ed25519_key": {"mode": "?", "owner_uid": 0}}}

test_a_key_of_root_alone_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_key_that_others_can_read_fails if {
	some f in policy.fail with input as open
	f.key == "/etc/ssh/ssh_host_ed25519_key"
}

test_a_key_of_another_user_fails if {
	some f in policy.fail with input as foreign
	f.path == `host_keys["/etc/ssh/ssh_host_ed25519_key"].owner_uid`
}

test_a_mode_that_is_no_mode_fails if {
	count(policy.fail) == 1 with input as junk
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "host_keys": {}}
}
