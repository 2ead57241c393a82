# METADATA
# scope: package
# title: Changes of who may become root are recorded
# description: >-
#   One line in sudoers makes any account root. Who wrote it, and when, has to be known.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-6(9), AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.1"]
#   params:
#     paths:
#       type: array
#       default: ["/etc/sudoers", "/etc/sudoers.d"]
#       description: files and folders whose changes are to be recorded
#   remediation: >-
#     Write for each path a line such as "-w /etc/sudoers -p wa -k sudoers" into
#     /etc/audit/rules.d/sudoers.rules and run "augenrules --load".
package policies.logging.audit_sudoers

import data.lib.watch

applicable if input.installed

fail contains {
	"message": sprintf("changes of %s are not recorded", [path]),
	"path": "on_disk",
	"key": path,
	"expected": sprintf("-w %s -p wa", [path]),
} if {
	some path in watch.unwatched(input.on_disk, data.params.logging.audit_sudoers.paths)
}
