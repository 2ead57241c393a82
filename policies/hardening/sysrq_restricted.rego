# METADATA
# scope: package
# title: The magic key on the console cannot dump memory or kill programs
# description: >-
#   Whoever reaches the keyboard or a serial line could print the registers and memory of the kernel, or kill the
#   program that locks the screen, without logging in.
# schemas:
#   - input: schema["linux.sysctl"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.kernel.org/admin-guide/sysrq.html
# custom:
#   severity: low
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [AC-3, CM-7]
#     iso-27001-2022: [A.7.8, A.8.9]
#     cis-controls-v8.1: ["4.8"]
#   remediation: >-
#     Write "kernel.sysrq = 176" (sync, remount read-only, reboot) or "kernel.sysrq = 0" to
#     /etc/sysctl.d/60-kernel.conf, then run "sysctl --system".
package policies.hardening.sysrq_restricted

import data.lib.machine
import data.lib.sysctl

# In a container it belongs to the machine beneath.
applicable if not machine.container

# 8 allows dumps, 64 signals to processes, and the value 1 everything.
_restricted(value) if {
	regex.match(`^[0-9]{1,6}$`, value)
	to_number(value) != 1
	bits.and(to_number(value), 8 + 64) == 0
}

fail contains {"message": sysctl.now("kernel.sysrq", value), "path": sysctl.running("kernel.sysrq"), "key": "kernel.sysrq", "expected": "0 or 176"} if {
	value := input.running["kernel.sysrq"]
	not _restricted(value)
}

fail contains {"message": sysctl.later("kernel.sysrq", value), "path": sysctl.boot("kernel.sysrq"), "key": sysctl.boot_key("kernel.sysrq"), "expected": "0 or 176"} if {
	value := input.persistent["kernel.sysrq"].value
	not _restricted(value)
}
