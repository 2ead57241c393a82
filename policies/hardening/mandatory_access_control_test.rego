package policies.hardening.mandatory_access_control_test

import data.policies.hardening.mandatory_access_control as policy

good := {"apparmor": {"installed": true, "enabled": true}, "selinux": "disabled"}

selinux := {"apparmor": {"installed": false, "enabled": false}, "selinux": "enforcing"}

none := {"apparmor": {"installed": false, "enabled": false}, "selinux": "disabled"}

lenient := {"apparmor": {"installed": true, "enabled": false}, "selinux": "permissive"}

test_apparmor_or_selinux_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as selinux
}

test_neither_fails if {
	paths := {f.path | some f in policy.fail} with input as none
	paths == {"apparmor.installed", "apparmor.enabled"}
}

test_a_system_that_only_warns_fails if {
	paths := {f.path | some f in policy.fail} with input as lenient
	paths == {"apparmor.enabled"}
}
