# METADATA
# scope: package
# title: Changes of names and network settings are recorded
# description: >-
#   Whoever changes the hosts file or the resolver sends the machine's traffic elsewhere without touching a
#   single program.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-12, CM-5]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.5"]
#   params:
#     paths:
#       type: array
#       default: ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"]
#       description: files and folders whose changes are to be recorded
#   remediation: >-
#     Write for each path a line such as "-w /etc/hosts -p wa -k network_files" into
#     /etc/audit/rules.d/network_files.rules and run "augenrules --load".
package policies.logging.audit_network_files

import data.lib.watch

applicable if input.installed

fail contains {
	"message": sprintf("changes of %s are not recorded", [path]),
	"path": "on_disk",
	"key": path,
	"expected": sprintf("-w %s -p wa", [path]),
} if {
	some path in watch.unwatched(input.on_disk, data.params.logging.audit_network_files.paths)
}
