# METADATA
# scope: package
# title: Refused attempts to open files are recorded
# description: >-
#   Somebody who looks for what he may not read is refused many times before he finds something. The refusals
#   are the warning.
# schemas:
#   - input: schema["linux.audit"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-6(9), AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.7"]
#   params:
#     calls:
#       type: array
#       default: ["openat", "truncate", "ftruncate"]
#       description: system calls to be recorded
#     calls_pc:
#       type: array
#       default: ["open", "creat"]
#       description: older system calls to be recorded as well on machines that have them (x86)
#   remediation: >-
#     Write "-a always,exit -F arch=b64 -S creat,open,openat,truncate,ftruncate -F exit=-EACCES -F auid>=1000
#     -F auid!=unset -k access", the same with exit=-EPERM, and both with arch=b32, into
#     /etc/audit/rules.d/access.rules and run "augenrules --load".
package policies.logging.audit_denied_access

import data.lib.audit
import data.lib.machine

applicable if input.installed

_calls := {call | some call in data.params.logging.audit_denied_access.calls} | {call | some call in data.params.logging.audit_denied_access.calls_pc; "b32" in machine.call_tables}

fail contains {
	"message": sprintf("refused attempts are not recorded (%s, %s: %s)", [table, error, concat(", ", missing)]),
	"path": "on_disk",
	"key": sprintf("%s %s", [table, error]),
	"expected": sprintf("-a always,exit -F arch=%s -S %s -F exit=-%s", [table, concat(",", _calls), error]),
} if {
	some table in machine.call_tables
	some error in ["EACCES", "EPERM"]
	missing := audit.undenied(input.on_disk, table, _calls, error)
	count(missing) > 0
}
