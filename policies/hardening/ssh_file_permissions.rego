# METADATA
# scope: package
# title: Only root can read and change the configuration of the SSH server
# description: >-
#   One line in this file opens the machine to everybody, and nobody but root needs to read which doors there are.
# schemas:
#   - input: schema["linux.file"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd#FILES
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-3, CM-5]
#     iso-27001-2022: [A.8.3, A.8.9]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["5.1.1", "5.1.3"]
#   remediation: Run "chown root:root" and "chmod" with the expected mode on the named file.
package policies.hardening.ssh_file_permissions

import data.lib.mode
import data.lib.owner

# By path the largest accepted mode and the accepted groups.
_accepted := {
	"/etc/ssh/sshd_config.d": {"mode": "0755", "groups": ["root"]},
	"/etc/ssh/sshd_config": {"mode": "0600", "groups": ["root"]},
}

_wanted := _accepted[input.path] if _judged

_wanted := {"mode": "0600", "groups": ["root"]} if {
	_judged
	startswith(input.path, "/etc/ssh/sshd_config.d/")
}

_wanted := {"mode": "0644", "groups": ["root"]} if {
	_judged
	regex.match(`^/etc/ssh/ssh_host_[a-z0-9_]+\.pub$`, input.path)
}

_judged if {
	input.exists
	input.type != "symlink"
}

applicable if _wanted

fail contains {"message": sprintf("the mode is %s", [input.mode]), "path": "mode", "expected": _wanted.mode} if {
	not mode.within(input.mode, _wanted.mode)
}

fail contains {"message": sprintf("the owner is user id %d", [input.uid]), "path": "uid", "expected": 0} if {
	_wanted
	input.uid != 0
}

fail contains {"message": sprintf("the group is %s", [group]), "path": "group", "expected": _wanted.groups} if {
	group := owner.group(input.group, input.gid)
	not group in _wanted.groups
}
