# METADATA
# scope: package
# title: Changes of the host's name are recorded
# description: >-
#   Logs of many machines are told apart by the host's name. Whoever changes it puts his traces under another
#   one.
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
#     cis-debian-12: ["6.2.3.5"]
#   params:
#     calls:
#       type: array
#       default: ["sethostname", "setdomainname"]
#       description: system calls to be recorded
#   remediation: >-
#     Write "-a always,exit -F arch=b64 -S sethostname,setdomainname -k hostname", and the same with arch=b32,
#     into /etc/audit/rules.d/hostname.rules and run "augenrules --load".
package policies.logging.audit_hostname

import data.lib.audit
import data.lib.machine

applicable if input.installed

_calls := {call | some call in data.params.logging.audit_hostname.calls}

fail contains {
	"message": sprintf("changes of the host name are not recorded (%s: %s)", [table, concat(", ", missing)]),
	"path": "on_disk",
	"key": table,
	"expected": sprintf("-a always,exit -F arch=%s -S %s", [table, concat(",", _calls)]),
} if {
	some table in machine.call_tables
	missing := audit.unrecorded(input.on_disk, table, _calls)
	count(missing) > 0
}
