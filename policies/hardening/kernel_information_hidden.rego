# METADATA
# scope: package
# title: Plain users cannot read addresses and messages of the kernel
# description: The kernel log and kernel addresses tell an attacker where to aim. Only administrators need them.
# schemas:
#   - input: schema["linux.sysctl"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.kernel.org/admin-guide/sysctl/kernel.html#kptr-restrict
#   - ref: https://docs.kernel.org/admin-guide/sysctl/kernel.html#dmesg-restrict
# custom:
#   severity: low
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [AC-6, SI-11]
#     iso-27001-2022: [A.8.9]
#     cis-controls-v8.1: ["4.1"]
#   remediation: >-
#     Write "kernel.kptr_restrict = 1" and "kernel.dmesg_restrict = 1" to /etc/sysctl.d/60-kernel.conf, then run
#     "sysctl --system".
package policies.hardening.kernel_information_hidden

import data.lib.machine
import data.lib.sysctl

applicable if not machine.container

_accepted := ["1", "2"]

_running contains ["kernel.kptr_restrict", input.running["kernel.kptr_restrict"]]
_running contains ["kernel.dmesg_restrict", input.running["kernel.dmesg_restrict"]]

_boot contains ["kernel.kptr_restrict", input.persistent["kernel.kptr_restrict"].value]
_boot contains ["kernel.dmesg_restrict", input.persistent["kernel.dmesg_restrict"].value]

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
	name == "kernel.kptr_restrict"
	not _set_at_boot(name)
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": _accepted} if {
	some name in {"kernel.kptr_restrict", "kernel.dmesg_restrict"}
	not _known(name)
}

_set_at_boot(name) if _boot[[name, _]]

_known(name) if _running[[name, _]]
