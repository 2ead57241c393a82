# METADATA
# scope: package
# title: Only root can change who may become root
# description: >-
#   Who can write one of these files gives himself all rights.
# schemas:
#   - input: schema["linux.file"]
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [AC-3, AC-6]
#     iso-27001-2022: [A.8.2, A.8.3]
#     cis-controls-v8.1: ["3.3"]
#   remediation: Run "chown root:root" and "chmod" with the expected mode on the named file.
package policies.hardening.sudo_file_permissions

import data.lib.mode
import data.lib.owner

# By path the largest accepted mode and the accepted groups.
_accepted := {
	"/etc/sudoers.d": {"mode": "0755", "groups": ["root"]},
	"/etc/sudoers": {"mode": "0440", "groups": ["root"]},
}

_wanted := _accepted[input.path] if _judged

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
