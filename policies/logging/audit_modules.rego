# METADATA
# scope: package
# title: Loading and unloading of kernel modules is recorded
# description: >-
#   Code in the kernel can hide everything else. The moment it is loaded is the last one at which it can be
#   seen, and a 32-bit program can load it as well.
# schemas:
#   - input: schema["linux.audit"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AU-12, CM-5(1)]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["6.2.3.19"]
#   params:
#     calls:
#       type: array
#       default: ["init_module", "finit_module", "delete_module"]
#       description: system calls to be recorded
#   remediation: >-
#     Write "-a always,exit -F arch=b64 -S init_module,finit_module,delete_module -F auid>=1000 -F auid!=unset
#     -k modules", and the same with arch=b32, into /etc/audit/rules.d/modules.rules and run "augenrules
#     --load".
package policies.logging.audit_modules

import data.lib.audit
import data.lib.machine

applicable if input.installed

_calls := {call | some call in data.params.logging.audit_modules.calls}

fail contains {
	"message": sprintf("kernel modules are loaded unrecorded (%s: %s)", [table, concat(", ", missing)]),
	"path": "on_disk",
	"key": table,
	"expected": sprintf("-a always,exit -F arch=%s -S %s", [table, concat(",", _calls)]),
} if {
	some table in machine.call_tables
	missing := audit.unrecorded(input.on_disk, table, _calls)
	count(missing) > 0
}
