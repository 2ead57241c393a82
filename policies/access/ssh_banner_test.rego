package policies.access.ssh_banner_test

import data.policies.access.ssh_banner as policy

good := {"installed": true, "settings": {"banner": ["/etc/issue.net"]}}

bad := {"installed": true, "settings": {"banner": ["none"]}}

test_a_banner_passes if {
	count(policy.fail) == 0 with input as good
}

test_none_fails if {
	some f in policy.fail with input as bad
	f.path == "settings.banner"
}

test_an_unknown_banner_fails if {
	count(policy.fail) == 1 with input as {"installed": true, "settings": {}}
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
