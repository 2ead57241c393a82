# METADATA
# scope: package
# title: Only root can change what people read before they log in
# description: >-
#   Who can write the greeting can ask for passwords in the name of the company.
# schemas:
#   - input: schema["linux.file"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/issue.5.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-3, CM-5]
#     iso-27001-2022: [A.8.3]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["1.6.4", "1.6.5", "1.6.6"]
#   remediation: Run "chown root:root" and "chmod" with the expected mode on the named file.
package policies.hardening.banner_file_permissions

import data.lib.mode
import data.lib.owner

# By path the largest accepted mode and the accepted groups.
_accepted := {
	"/etc/motd": {"mode": "0644", "groups": ["root"]},
	"/etc/issue": {"mode": "0644", "groups": ["root"]},
	"/etc/issue.net": {"mode": "0644", "groups": ["root"]},
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
