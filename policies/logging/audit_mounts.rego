# METADATA
# scope: package
# title: Mounts by users are recorded
# description: >-
#   A mounted disk is a way for data to leave, and a mount over a folder hides what lies below.
# schemas:
#   - input: schema["linux.audit"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-12, MP-7]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.10"]
#   params:
#     calls:
#       type: array
#       default: ["mount"]
#       description: system calls to be recorded
#   remediation: >-
#     Write "-a always,exit -F arch=b64 -S mount -F auid>=1000 -F auid!=unset -k mounts", and the same with
#     arch=b32, into /etc/audit/rules.d/mounts.rules and run "augenrules --load".
package policies.logging.audit_mounts

import data.lib.audit
import data.lib.machine

applicable if input.installed

_calls := {call | some call in data.params.logging.audit_mounts.calls}

fail contains {
	"message": sprintf("mounts are not recorded (%s: %s)", [table, concat(", ", missing)]),
	"path": "on_disk",
	"key": table,
	"expected": sprintf("-a always,exit -F arch=%s -S %s", [table, concat(",", _calls)]),
} if {
	some table in machine.call_tables
	missing := audit.unrecorded(input.on_disk, table, _calls)
	count(missing) > 0
}
