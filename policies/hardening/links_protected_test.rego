package policies.hardening.links_protected_test

import data.policies.hardening.links_protected as policy

good := {"running": {"fs.protected_symlinks": "1", "fs.protected_hardlinks": "1", "fs.protected_fifos": "1", "fs.protected_regular": "1"}, "persistent": {"fs.protected_symlinks": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "fs.protected_hardlinks": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 2}, "fs.protected_fifos": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 3}, "fs.protected_regular": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 4}}}

bad_now := {"running": {"fs.protected_symlinks": "0", "fs.protected_hardlinks": "0", "fs.protected_fifos": "0", "fs.protected_regular": "0"}, "persistent": {"fs.protected_symlinks": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "fs.protected_hardlinks": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 2}, "fs.protected_fifos": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 3}, "fs.protected_regular": {"value": "1", "file": "/etc/sysctl.d/60-local.conf", "line": 4}}}

bad_at_boot := {"running": {"fs.protected_symlinks": "1", "fs.protected_hardlinks": "1", "fs.protected_fifos": "1", "fs.protected_regular": "1"}, "persistent": {"fs.protected_symlinks": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 1}, "fs.protected_hardlinks": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 2}, "fs.protected_fifos": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 3}, "fs.protected_regular": {"value": "0", "file": "/etc/sysctl.d/60-local.conf", "line": 4}}}

unset_at_boot := object.union(object.remove(good, ["persistent"]), {"persistent": {}})

nothing_known := {"running": {}, "persistent": {}}

test_safe_values_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_unsafe_running_value_fails_by_its_name if {
	found := {f.key | some f in policy.fail} with input as bad_now
	found == {"fs.protected_fifos", "fs.protected_hardlinks", "fs.protected_regular", "fs.protected_symlinks"}
}

test_each_unsafe_value_of_the_next_boot_fails if {
	found := {f.path | some f in policy.fail} with input as bad_at_boot
	found == {`persistent["fs.protected_fifos"].value`, `persistent["fs.protected_hardlinks"].value`, `persistent["fs.protected_regular"].value`, `persistent["fs.protected_symlinks"].value`}
}

test_a_value_that_only_the_running_kernel_holds_fails if {
	found := {f.key | some f in policy.fail} with input as unset_at_boot
	found == {"fs.protected_fifos at boot", "fs.protected_hardlinks at boot", "fs.protected_regular at boot", "fs.protected_symlinks at boot"}
}

test_a_parameter_that_the_kernel_must_have_fails_when_it_is_missing if {
	found := {f.key | some f in policy.fail} with input as nothing_known
	found == {"fs.protected_fifos", "fs.protected_hardlinks", "fs.protected_regular", "fs.protected_symlinks"}
}

a_machine := {"linux.host": [{"container": false}]}

a_container := {"linux.host": [{"container": true}]}

test_applies_only_to_a_machine_with_a_kernel_of_its_own if {
	policy.applicable with input as good with data.resources as a_machine
	not policy.applicable with input as good with data.resources as a_container
}
