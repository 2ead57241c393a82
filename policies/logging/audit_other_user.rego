# METADATA
# scope: package
# title: What is run as another user is recorded
# description: >-
#   With sudo or a program that changes its user somebody acts under another name. The record keeps the name
#   he came with.
# schemas:
#   - input: schema["linux.audit"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-6(9), AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5", "8.8"]
#     cis-debian-12: ["6.2.3.2"]
#   remediation: >-
#     Write "-a always,exit -F arch=b64 -C euid!=uid -F auid!=unset -S execve -k user_emulation", and the same
#     with arch=b32, into /etc/audit/rules.d/user_emulation.rules and run "augenrules --load".
package policies.logging.audit_other_user

import data.lib.audit
import data.lib.machine

applicable if input.installed

fail contains {
	"message": sprintf("programs that are run as another user are not recorded (%s)", [table]),
	"path": "on_disk",
	"key": table,
	"expected": sprintf("-a always,exit -F arch=%s -C euid!=uid -S execve", [table]),
} if {
	some table in machine.call_tables
	not audit.as_another(input.on_disk, table)
}
