# METADATA
# scope: package
# title: Changes of the clock are recorded
# description: >-
#   A clock that was moved for a minute moves what happened in that minute to where nobody looks.
# schemas:
#   - input: schema["linux.audit"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-8, AU-12]
#     iso-27001-2022: [A.8.15, A.8.17]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.4"]
#   params:
#     calls:
#       type: array
#       default: ["adjtimex", "settimeofday", "clock_settime"]
#       description: system calls to be recorded
#   remediation: >-
#     Write "-a always,exit -F arch=b64 -S adjtimex,settimeofday,clock_settime -k clock", and the same with
#     arch=b32, into /etc/audit/rules.d/clock.rules and run "augenrules --load".
package policies.logging.audit_clock

import data.lib.audit
import data.lib.machine

applicable if input.installed

_calls := {call | some call in data.params.logging.audit_clock.calls}

fail contains {
	"message": sprintf("changes of the clock are not recorded (%s: %s)", [table, concat(", ", missing)]),
	"path": "on_disk",
	"key": table,
	"expected": sprintf("-a always,exit -F arch=%s -S %s", [table, concat(",", _calls)]),
} if {
	some table in machine.call_tables
	missing := audit.unrecorded(input.on_disk, table, _calls)
	count(missing) > 0
}
