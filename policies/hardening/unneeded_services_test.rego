package policies.hardening.unneeded_services_test

import data.policies.hardening.unneeded_services as policy

params := {"hardening": {"unneeded_services": {"units": ["cups.service", "rpcbind.socket"]}}}

printing := {"hardening": {"unneeded_services": {"units": ["rpcbind.socket"]}}}

on := {"enabled": "enabled", "active": true, "masked": false}

off := {"enabled": "disabled", "active": false, "masked": false}

good := {"manager": "systemd", "units": {"ssh.service": on, "cups.service": off}}

bad := {"manager": "systemd", "units": {"ssh.service": on, "cups.service": on}}

started := {"manager": "systemd", "units": {"rpcbind.socket": object.union(off, {"active": true})}}

elsewhere := {"manager": "none", "units": {}}

test_services_that_are_off_or_missing_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_one_that_is_on_fails_unless_taken_out if {
	keys := {f.key | some f in policy.fail} with input as bad with data.params as params
	keys == {"cups.service", "cups.service running"}
	count(policy.fail) == 0 with input as bad with data.params as printing
}

test_one_that_was_started_by_hand_fails if {
	keys := {f.key | some f in policy.fail} with input as started with data.params as params
	keys == {"rpcbind.socket running"}
}

test_applies_only_to_systemd if {
	policy.applicable with input as good
	not policy.applicable with input as elsewhere
}
