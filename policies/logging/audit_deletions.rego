# METADATA
# scope: package
# title: Files that users delete are recorded
# description: >-
#   Deleting and renaming is how traces go and how damage is done. Today's mv makes the call renameat2, which
#   older sets of rules leave out.
# schemas:
#   - input: schema["linux.audit"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.13"]
#   params:
#     calls:
#       type: array
#       default: ["unlinkat", "renameat", "renameat2"]
#       description: system calls to be recorded
#     calls_pc:
#       type: array
#       default: ["unlink", "rename"]
#       description: older system calls to be recorded as well on machines that have them (x86)
#   remediation: >-
#     Write "-a always,exit -F arch=b64 -S unlinkat,renameat,renameat2,unlink,rename -F auid>=1000 -F
#     auid!=unset -k deletions", and the same with arch=b32, into /etc/audit/rules.d/deletions.rules and run
#     "augenrules --load".
package policies.logging.audit_deletions

import data.lib.audit
import data.lib.machine

applicable if input.installed

_calls := {call | some call in data.params.logging.audit_deletions.calls} | {call | some call in data.params.logging.audit_deletions.calls_pc; "b32" in machine.call_tables}

fail contains {
	"message": sprintf("deletions are not recorded (%s: %s)", [table, concat(", ", missing)]),
	"path": "on_disk",
	"key": table,
	"expected": sprintf("-a always,exit -F arch=%s -S %s", [table, concat(",", _calls)]),
} if {
	some table in machine.call_tables
	missing := audit.unrecorded(input.on_disk, table, _calls)
	count(missing) > 0
}
