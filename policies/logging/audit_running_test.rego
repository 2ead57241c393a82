package policies.logging.audit_running_test

import data.policies.logging.audit_running as policy

host := {"linux.host": [{"container": false}]}

container := {"linux.host": [{"container": true}]}

good := {
	"installed": true, "enabled": true, "active": true, "config": {}, "on_disk": [], "loaded": [], "immutable": true,
	"log_files": {"/var/log/audit/audit.log": {"mode": "0600", "owner_uid": 0}},
}

absent := object.union(good, {"installed": false, "enabled": false, "active": false})

disabled := object.union(good, {"enabled": false})

stopped := object.union(good, {"active": false})

test_a_running_daemon_passes if {
	count(policy.fail) == 0 with input as good with data.resources as host
}

test_each_lack_fails if {
	{f.path | some f in policy.fail} == {"installed"} with input as absent with data.resources as host
	{f.path | some f in policy.fail} == {"enabled"} with input as disabled with data.resources as host
	{f.path | some f in policy.fail} == {"active"} with input as stopped with data.resources as host
}

test_a_container_has_no_audit_trail_of_its_own if {
	policy.applicable with input as absent with data.resources as host
	not policy.applicable with input as absent with data.resources as container
}
