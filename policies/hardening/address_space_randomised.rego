# METADATA
# scope: package
# title: Programs are loaded at addresses that an attacker cannot predict
# description: >-
#   Most exploits of memory errors need to know where code and data lie. Full randomisation takes that from them.
# schemas:
#   - input: schema["linux.sysctl"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.kernel.org/admin-guide/sysctl/kernel.html#randomize-va-space
# custom:
#   severity: high
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [SI-16]
#     iso-27001-2022: [A.8.8, A.8.9]
#     cis-controls-v8.1: ["10.5"]
#     cis-debian-12: ["1.5.1"]
#   remediation: >-
#     Write "kernel.randomize_va_space = 2" to /etc/sysctl.d/60-kernel.conf, remove other lines that set it, then run
#     "sysctl --system".
package policies.hardening.address_space_randomised

import data.lib.machine
import data.lib.sysctl

applicable if not machine.container

_running contains ["kernel.randomize_va_space", input.running["kernel.randomize_va_space"]]

_boot contains ["kernel.randomize_va_space", input.persistent["kernel.randomize_va_space"].value]

fail contains {"message": sysctl.now(name, value), "path": sysctl.running(name), "key": name, "expected": "2"} if {
	some [name, value] in _running
	value != "2"
}

fail contains {"message": sysctl.later(name, value), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": "2"} if {
	some [name, value] in _boot
	value != "2"
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": "2"} if {
	some name in {"kernel.randomize_va_space"}
	not _known(name)
}

_known(name) if _running[[name, _]]
