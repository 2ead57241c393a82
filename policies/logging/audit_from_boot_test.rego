package policies.logging.audit_from_boot_test

import data.policies.logging.audit_from_boot as policy

params := {"logging": {"audit_from_boot": {"backlog": 8192}}}

audited := {"linux.audit": [{"installed": true}]}

unaudited := {"linux.audit": [{"installed": false}]}

good := {
	"hostname": "web1", "kernel": "6.1.0-31-amd64", "architecture": "x86_64", "container": false, "timezone": "UTC",
	"os": {"id": "debian", "id_like": [], "version_id": "12", "codename": "bookworm", "pretty_name": ""},
	"cmdline": {"quiet": "", "audit": "1", "audit_backlog_limit": "8192"}, "now": "2026-03-10T12:00:00Z",
	"collected_uid": 0,
}

bare := json.patch(good, [{"op": "replace", "path": "/cmdline", "value": {"quiet": ""}}])

off := json.patch(good, [{"op": "replace", "path": "/cmdline/audit", "value": "0"}])

junk := json.patch(good, [{"op": "replace", "path": "/cmdline/audit_backlog_limit", "value": "many"}])

container := json.patch(bare, [{"op": "replace", "path": "/container", "value": true}])

test_both_parameters_pass if {
	count(policy.fail) == 0 with input as good with data.params as params with data.resources as audited
}

test_each_missing_parameter_fails if {
	count(policy.fail) == 2 with input as bare with data.params as params with data.resources as audited
	{f.key | some f in policy.fail} == {"audit"} with input as off with data.params as params
		with data.resources as audited
	{f.key | some f in policy.fail} == {"audit_backlog_limit"} with input as junk with data.params as params
		with data.resources as audited
}

test_the_queue_can_be_set if {
	count(policy.fail) == 1 with input as good with data.resources as audited with data.params.logging.audit_from_boot.backlog as 16384
}

test_applies_where_auditd_is_installed if {
	policy.applicable with input as bare with data.resources as audited
	not policy.applicable with input as bare with data.resources as unaudited
	not policy.applicable with input as container with data.resources as audited
}
