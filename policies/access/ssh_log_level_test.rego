package policies.access.ssh_log_level_test

import data.policies.access.ssh_log_level as policy

params := {"access": {"ssh_log_level": {"allowed": ["INFO", "VERBOSE"]}}}

verbose_only := {"access": {"ssh_log_level": {"allowed": ["VERBOSE"]}}}

good := {"installed": true, "settings": {"loglevel": ["INFO"]}}

quiet := {"installed": true, "settings": {"loglevel": ["QUIET"]}}

test_the_default_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as {"installed": true, "settings": {"loglevel": ["verbose"]}} with data.params as params
}

test_quiet_fails if {
	some f in policy.fail with input as quiet with data.params as params
	f.path == "settings.loglevel"
}

test_what_is_accepted_is_a_parameter if {
	count(policy.fail) == 1 with input as good with data.params as verbose_only
}

test_an_unknown_level_fails if {
	count(policy.fail) == 1 with input as {"installed": true, "settings": {}} with data.params as params
}

test_applies_only_where_a_server_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as {"installed": false, "settings": {}}
}
