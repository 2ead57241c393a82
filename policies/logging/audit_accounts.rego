# METADATA
# scope: package
# title: Changes of users, groups and passwords are recorded
# description: >-
#   A new account, or a new member of a group, is how somebody keeps the access he once got.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-2(4), AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.8"]
#   params:
#     paths:
#       type: array
#       default: ["/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow", "/etc/security/opasswd"]
#       description: files and folders whose changes are to be recorded
#   remediation: >-
#     Write for each path a line such as "-w /etc/passwd -p wa -k accounts" into
#     /etc/audit/rules.d/accounts.rules and run "augenrules --load".
package policies.logging.audit_accounts

import data.lib.watch

applicable if input.installed

fail contains {
	"message": sprintf("changes of %s are not recorded", [path]),
	"path": "on_disk",
	"key": path,
	"expected": sprintf("-w %s -p wa", [path]),
} if {
	some path in watch.unwatched(input.on_disk, data.params.logging.audit_accounts.paths)
}
