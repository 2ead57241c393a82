# METADATA
# scope: package
# title: Programs that run with more rights than their user leave no memory image behind
# description: >-
#   The image of a crashed set-user-id program can hold passwords and keys that its user may not see.
# schemas:
#   - input: schema["linux.sysctl"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.kernel.org/admin-guide/sysctl/fs.html#suid-dumpable
# custom:
#   severity: low
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [AC-6, SC-4]
#     iso-27001-2022: [A.8.9]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["1.5.3"]
#   remediation: >-
#     Write "fs.suid_dumpable = 0" to /etc/sysctl.d/60-kernel.conf, remove other lines that set it, then run "sysctl
#     --system".
package policies.hardening.core_dumps_setuid

import data.lib.machine
import data.lib.sysctl

applicable if not machine.container

_running contains ["fs.suid_dumpable", input.running["fs.suid_dumpable"]]

_boot contains ["fs.suid_dumpable", input.persistent["fs.suid_dumpable"].value]

fail contains {"message": sysctl.now(name, value), "path": sysctl.running(name), "key": name, "expected": "0"} if {
	some [name, value] in _running
	value != "0"
}

fail contains {"message": sysctl.later(name, value), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": "0"} if {
	some [name, value] in _boot
	value != "0"
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": "0"} if {
	some name in {"fs.suid_dumpable"}
	not _known(name)
}

_known(name) if _running[[name, _]]
