# METADATA
# scope: package
# title: Changes of the records of logins are recorded
# description: >-
#   The files that tell who was logged in are ordinary files; whoever removes his lines from them should leave
#   another trace.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-12, AU-14]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.11", "6.2.3.12"]
#   params:
#     paths:
#       type: array
#       default: ["/run/utmp", "/var/log/wtmp", "/var/log/btmp", "/var/log/lastlog", "/run/faillock"]
#       description: files and folders whose changes are to be recorded
#   remediation: >-
#     Write for each path a line such as "-w /run/utmp -p wa -k logins" into /etc/audit/rules.d/logins.rules
#     and run "augenrules --load".
package policies.logging.audit_logins

import data.lib.watch

applicable if input.installed

fail contains {
	"message": sprintf("changes of %s are not recorded", [path]),
	"path": "on_disk",
	"key": path,
	"expected": sprintf("-w %s -p wa", [path]),
} if {
	some path in watch.unwatched(input.on_disk, data.params.logging.audit_logins.paths)
}
