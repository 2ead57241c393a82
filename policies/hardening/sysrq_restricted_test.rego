package policies.hardening.sysrq_restricted_test

import data.policies.hardening.sysrq_restricted as policy

line := {"value": "176", "file": "/etc/sysctl.d/10-magic-sysrq.conf", "line": 26}

ubuntu := {"running": {"kernel.sysrq": "176"}, "persistent": {"kernel.sysrq": line}}

debian := {"running": {"kernel.sysrq": "438"}, "persistent": {}}

good := ubuntu

all_keys := {"running": {"kernel.sysrq": "1"}, "persistent": {"kernel.sysrq": object.union(line, {"value": "1"})}}

dumps := {"running": {"kernel.sysrq": "8"}, "persistent": {}}

kills := {"running": {"kernel.sysrq": "64"}, "persistent": {}}

junk := {"running": {"kernel.sysrq": "on"}, "persistent": {}}

without := {"running": {}, "persistent": {}}

test_harmless_keys_pass if {
	count(policy.fail) == 0 with input as ubuntu
	count(policy.fail) == 0 with input as debian
	count(policy.fail) == 0 with input as without
}

test_all_keys_fail_now_and_at_the_next_boot if {
	keys := {f.key | some f in policy.fail} with input as all_keys
	keys == {"kernel.sysrq", "kernel.sysrq at boot"}
}

test_dumps_and_kills_and_junk_fail if {
	count(policy.fail) == 1 with input as dumps
	count(policy.fail) == 1 with input as kills
	count(policy.fail) == 1 with input as junk
}

a_machine := {"linux.host": [{"container": false}]}

a_container := {"linux.host": [{"container": true}]}

test_applies_only_to_a_machine_with_a_kernel_of_its_own if {
	policy.applicable with input as good with data.resources as a_machine
	not policy.applicable with input as good with data.resources as a_container
}
