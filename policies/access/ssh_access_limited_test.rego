package policies.access.ssh_access_limited_test

import data.policies.access.ssh_access_limited as policy

by_group := {"installed": true, "settings": {"allowgroups": ["ssh-users"]}}

by_user := {"installed": true, "settings": {"allowusers": ["alice", "bob@10.0.0.0/8"]}}

good := by_group

everybody := {"installed": true, "settings": {"port": ["22"]}}

star := {"installed": true, "settings": {"allowusers": ["*"], "allowgroups": ["*"]}}

test_named_users_or_groups_pass if {
	count(policy.fail) == 0 with input as by_group
	count(policy.fail) == 0 with input as by_user
}

test_no_list_fails if {
	some f in policy.fail with input as everybody
	f.path == "settings.allowgroups"
}

test_a_list_of_everybody_fails if {
	count(policy.fail) == 1 with input as star
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
