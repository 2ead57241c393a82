package policies.logging.one_time_daemon_test

import data.policies.logging.one_time_daemon as policy

daemon := {"active": true, "enabled": true, "servers": [], "user": null}

one := {"daemons": {"chrony": daemon, "ntpsec": object.union(daemon, {"active": false})}, "synchronized": true}

two := {"daemons": {"chrony": daemon, "systemd-timesyncd": daemon}, "synchronized": true}

none := {"daemons": {}, "synchronized": null}

test_applies_where_a_daemon_is_active if {
	policy.applicable with input as one
	not policy.applicable with input as none
}

test_one_active_daemon_passes if {
	count(policy.fail) == 0 with input as one
}

test_two_active_daemons_fail if {
	some f in policy.fail with input as two
	f.message == "chrony and systemd-timesyncd are active together"
}
