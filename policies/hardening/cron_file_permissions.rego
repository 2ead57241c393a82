# METADATA
# scope: package
# title: Only root can read and change the scheduled jobs of the system
# description: >-
#   What is in these files runs as root. Who can write there is root; who can read them sees when and what root
#   runs.
# schemas:
#   - input: schema["linux.file"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/cron/cron.8.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-3, AC-6]
#     iso-27001-2022: [A.8.3, A.8.9]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["2.4.1.2", "2.4.1.3", "2.4.1.4", "2.4.1.5", "2.4.1.6", "2.4.1.7", "2.4.1.8", "2.4.2.1"]
#   remediation: Run "chown root:root" and "chmod" with the expected mode on the named file.
package policies.hardening.cron_file_permissions

import data.lib.mode
import data.lib.owner

# By path the largest accepted mode and the accepted groups.
_accepted := {
	"/etc/cron.d": {"mode": "0700", "groups": ["root"]},
	"/etc/cron.hourly": {"mode": "0700", "groups": ["root"]},
	"/etc/cron.daily": {"mode": "0700", "groups": ["root"]},
	"/etc/cron.weekly": {"mode": "0700", "groups": ["root"]},
	"/etc/cron.monthly": {"mode": "0700", "groups": ["root"]},
	"/etc/crontab": {"mode": "0600", "groups": ["root"]},
	"/etc/cron.allow": {"mode": "0640", "groups": ["root", "crontab"]},
	"/etc/cron.deny": {"mode": "0640", "groups": ["root", "crontab"]},
	"/etc/at.allow": {"mode": "0640", "groups": ["root", "daemon"]},
	"/etc/at.deny": {"mode": "0640", "groups": ["root", "daemon"]},
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
