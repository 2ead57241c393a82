package policies.logging.time_synchronised_test

import data.policies.logging.time_synchronised as policy

host := {"linux.host": [{"container": false}]}

container := {"linux.host": [{"container": true}]}

timesyncd := {"active": true, "enabled": true, "servers": ["0.debian.pool.ntp.org"], "user": null}

good := {"daemons": {"systemd-timesyncd": timesyncd}, "synchronized": true}

silent := {"daemons": {"systemd-timesyncd": timesyncd}, "synchronized": null}

none := {"daemons": {}, "synchronized": null}

stopped := json.patch(good, [{"op": "replace", "path": "/daemons/systemd-timesyncd/active", "value": false}])

until_reboot := json.patch(good, [{"op": "replace", "path": "/daemons/systemd-timesyncd/enabled", "value": false}])

adrift := json.patch(good, [{"op": "replace", "path": "/synchronized", "value": false}])

test_a_running_daemon_passes if {
	count(policy.fail) == 0 with input as good with data.resources as host
	count(policy.fail) == 0 with input as silent with data.resources as host
}

test_no_working_daemon_fails if {
	{f.path | some f in policy.fail} == {"daemons"} with input as none with data.resources as host
	{f.path | some f in policy.fail} == {"daemons"} with input as stopped with data.resources as host
	{f.path | some f in policy.fail} == {"daemons"} with input as until_reboot with data.resources as host
}

test_a_clock_out_of_step_fails if {
	{f.path | some f in policy.fail} == {"synchronized"} with input as adrift with data.resources as host
}

test_a_container_has_no_clock_of_its_own if {
	policy.applicable with input as none with data.resources as host
	not policy.applicable with input as none with data.resources as container
}
