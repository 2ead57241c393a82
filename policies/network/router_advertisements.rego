# METADATA
# scope: package
# title: IPv6 routers are not believed without being configured
# description: >-
#   Any machine on the same link can announce itself as the router, and the host would send its traffic there. Where
#   addresses come from router advertisements on purpose, accept it by a waiver.
# schemas:
#   - input: schema["linux.sysctl"]
# related_resources:
#   - ref: https://docs.kernel.org/networking/ip-sysctl.html
#   - ref: https://www.rfc-editor.org/rfc/rfc6104
# custom:
#   severity: low
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [CM-7, SC-7]
#     iso-27001-2022: [A.8.20]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["3.3.11"]
#   remediation: >-
#     Write "net.ipv6.conf.all.accept_ra = 0" and "net.ipv6.conf.default.accept_ra = 0" to
#     /etc/sysctl.d/60-network.conf, then run "sysctl --system".
package policies.network.router_advertisements

import data.lib.sysctl

_running contains ["net.ipv6.conf.all.accept_ra", input.running["net.ipv6.conf.all.accept_ra"]]
_running contains ["net.ipv6.conf.default.accept_ra", input.running["net.ipv6.conf.default.accept_ra"]]

_boot contains ["net.ipv6.conf.all.accept_ra", input.persistent["net.ipv6.conf.all.accept_ra"].value]
_boot contains ["net.ipv6.conf.default.accept_ra", input.persistent["net.ipv6.conf.default.accept_ra"].value]

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

_set_at_boot(name) if _boot[[name, _]]
