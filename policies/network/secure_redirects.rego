# METADATA
# scope: package
# title: Not even a known gateway can change the routes of the host
# description: >-
#   The kernel calls a redirect secure when its sender is a listed gateway, yet the address of the sender is easily
#   forged.
# schemas:
#   - input: schema["linux.sysctl"]
# related_resources:
#   - ref: https://docs.kernel.org/networking/ip-sysctl.html
# custom:
#   severity: low
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [CM-7, SC-7]
#     iso-27001-2022: [A.8.20]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["3.3.6"]
#   remediation: >-
#     Write "net.ipv4.conf.all.secure_redirects = 0" and "net.ipv4.conf.default.secure_redirects = 0" to
#     /etc/sysctl.d/60-network.conf, then run "sysctl --system".
package policies.network.secure_redirects

import data.lib.sysctl

_running contains ["net.ipv4.conf.all.secure_redirects", input.running["net.ipv4.conf.all.secure_redirects"]]
_running contains ["net.ipv4.conf.default.secure_redirects", input.running["net.ipv4.conf.default.secure_redirects"]]

_boot contains ["net.ipv4.conf.all.secure_redirects", input.persistent["net.ipv4.conf.all.secure_redirects"].value]
_boot contains ["net.ipv4.conf.default.secure_redirects", input.persistent["net.ipv4.conf.default.secure_redirects"].value]

fail contains {"message": sysctl.now(name, value), "path": sysctl.running(name), "key": name, "expected": "0"} if {
	some [name, value] in _running
	value != "0"
}

fail contains {"message": sysctl.later(name, value), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": "0"} if {
	some [name, value] in _boot
	value != "0"
}

fail contains {"message": sysctl.unset(name), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": "0"} if {
	some [name, value] in _running
	value == "0"
	not _set_at_boot(name)
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": "0"} if {
	some name in {"net.ipv4.conf.all.secure_redirects", "net.ipv4.conf.default.secure_redirects"}
	not _known(name)
}

_set_at_boot(name) if _boot[[name, _]]

_known(name) if _running[[name, _]]
