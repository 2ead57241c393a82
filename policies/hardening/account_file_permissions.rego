# METADATA
# scope: package
# title: Only root can change the account files, and hashes stay secret
# description: >-
#   Who can write one of these files can make himself root; who can read the hashes can crack them elsewhere.
# schemas:
#   - input: schema["linux.file"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/shadow.5.html
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [AC-3, AC-6, IA-5]
#     iso-27001-2022: [A.8.3, A.5.17]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["7.1.1", "7.1.2", "7.1.3", "7.1.4", "7.1.5", "7.1.6", "7.1.7", "7.1.8", "7.1.9", "7.1.10"]
#   remediation: Run "chown" and "chmod" with the expected owner, group and mode on the named file.
package policies.hardening.account_file_permissions

import data.lib.mode
import data.lib.owner

# By path the largest accepted mode and the accepted groups.
_accepted := {
	"/etc/shadow": {"mode": "0640", "groups": ["root", "shadow"]},
	"/etc/shadow-": {"mode": "0640", "groups": ["root", "shadow"]},
	"/etc/gshadow": {"mode": "0640", "groups": ["root", "shadow"]},
	"/etc/gshadow-": {"mode": "0640", "groups": ["root", "shadow"]},
	"/etc/passwd": {"mode": "0644", "groups": ["root"]},
	"/etc/passwd-": {"mode": "0644", "groups": ["root"]},
	"/etc/group": {"mode": "0644", "groups": ["root"]},
	"/etc/group-": {"mode": "0644", "groups": ["root"]},
	"/etc/shells": {"mode": "0644", "groups": ["root"]},
	"/etc/security/opasswd": {"mode": "0600", "groups": ["root"]},
	"/etc/security/opasswd.old": {"mode": "0600", "groups": ["root"]},
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
