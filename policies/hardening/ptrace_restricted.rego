# METADATA
# scope: package
# title: A process cannot read the memory of other processes of the same user
# description: >-
#   With ptrace unrestricted, one taken-over program of a user reads passwords and keys out of all the others, such
#   as an SSH agent.
# schemas:
#   - input: schema["linux.sysctl"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.kernel.org/admin-guide/LSM/Yama.html
# custom:
#   severity: medium
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [AC-6, SC-39]
#     iso-27001-2022: [A.8.9, A.8.18]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["1.5.2"]
#   remediation: >-
#     Write "kernel.yama.ptrace_scope = 1" to /etc/sysctl.d/60-kernel.conf, then run "sysctl --system".
package policies.hardening.ptrace_restricted

import data.lib.machine
import data.lib.sysctl

applicable if not machine.container

_accepted := ["1", "2", "3"]

_running contains ["kernel.yama.ptrace_scope", input.running["kernel.yama.ptrace_scope"]]

_boot contains ["kernel.yama.ptrace_scope", input.persistent["kernel.yama.ptrace_scope"].value]

fail contains {"message": sysctl.now(name, value), "path": sysctl.running(name), "key": name, "expected": _accepted} if {
	some [name, value] in _running
	not value in _accepted
}

fail contains {"message": sysctl.later(name, value), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": _accepted} if {
	some [name, value] in _boot
	not value in _accepted
}

fail contains {"message": sysctl.unset(name), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": _accepted} if {
	some [name, value] in _running
	value in _accepted
	not _set_at_boot(name)
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": _accepted} if {
	some name in {"kernel.yama.ptrace_scope"}
	not _known(name)
}

_set_at_boot(name) if _boot[[name, _]]

_known(name) if _running[[name, _]]
