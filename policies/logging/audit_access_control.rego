# METADATA
# scope: package
# title: Changes of mandatory access control are recorded
# description: >-
#   A profile that was loosened lets a service do what it was kept from, and nobody sees it from outside.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-12, AC-3]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.14"]
#   params:
#     paths:
#       type: array
#       default: ["/etc/apparmor", "/etc/apparmor.d"]
#       description: files and folders whose changes are to be recorded
#   remediation: >-
#     Write for each path a line such as "-w /etc/apparmor -p wa -k access_control" into
#     /etc/audit/rules.d/access_control.rules and run "augenrules --load".
package policies.logging.audit_access_control

import data.lib.watch

applicable if input.installed

fail contains {
	"message": sprintf("changes of %s are not recorded", [path]),
	"path": "on_disk",
	"key": path,
	"expected": sprintf("-w %s -p wa", [path]),
} if {
	some path in watch.unwatched(input.on_disk, data.params.logging.audit_access_control.paths)
}
