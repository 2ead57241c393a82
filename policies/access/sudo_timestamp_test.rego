package policies.access.sudo_timestamp_test

import data.policies.access.sudo_timestamp as policy

params := {"access": {"sudo_timestamp": {"minutes": 15}}}

strict := {"access": {"sudo_timestamp": {"minutes": 5}}}

good := {"installed": true, "defaults": {"timestamp_timeout": "5"}}

half := {"installed": true, "defaults": {"timestamp_timeout": "2.5"}}

for_ever := {"installed": true, "defaults": {"timestamp_timeout": "-1"}}

long := {"installed": true, "defaults": {"timestamp_timeout": "60"}}

junk := {"installed": true, "defaults": {"timestamp_timeout": "soon"}}

unset := {"installed": true, "defaults": {}}

absent := {"installed": false, "defaults": {}}

test_short_times_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as half with data.params as params
}

test_long_or_endless_times_and_junk_fail if {
	count(policy.fail) == 1 with input as for_ever with data.params as params
	count(policy.fail) == 1 with input as long with data.params as params
	count(policy.fail) == 1 with input as junk with data.params as params
}

test_the_default_counts_where_nothing_is_set if {
	count(policy.fail) == 0 with input as unset with data.params as params
	count(policy.fail) == 1 with input as unset with data.params as strict
}

test_applies_only_where_sudo_is_installed if {
	policy.applicable with input as good
	not policy.applicable with input as absent
}
