# METADATA
# scope: package
# title: Senders cannot choose the path of their packets through the host
# description: >-
#   A source-routed packet names the hops that it wants to take, which leads it past filters and to addresses that
#   should not be reachable. The value for "default" is what each new interface starts with.
# schemas:
#   - input: schema["linux.sysctl"]
# related_resources:
#   - ref: https://docs.kernel.org/networking/ip-sysctl.html
# custom:
#   severity: medium
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [CM-7, SC-7]
#     iso-27001-2022: [A.8.20]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["3.3.8"]
#   remediation: >-
#     Write "net.ipv4.conf.all.accept_source_route = 0", the same for "default", and both again under net.ipv6, to
#     /etc/sysctl.d/60-network.conf, then run "sysctl --system".
package policies.network.source_routing

import data.lib.sysctl

_running contains ["net.ipv4.conf.all.accept_source_route", input.running["net.ipv4.conf.all.accept_source_route"]]
_running contains ["net.ipv4.conf.default.accept_source_route", input.running["net.ipv4.conf.default.accept_source_route"]]
_running contains ["net.ipv6.conf.all.accept_source_route", input.running["net.ipv6.conf.all.accept_source_route"]]
_running contains ["net.ipv6.conf.default.accept_source_route", input.running["net.ipv6.conf.default.accept_source_route"]]
_boot contains ["net.ipv4.conf.all.accept_source_route", input.persistent["net.ipv4.conf.all.accept_source_route"].value]
_boot contains ["net.ipv4.conf.default.accept_source_route", input.persistent["net.ipv4.conf.default.accept_source_route"].value]
_boot contains ["net.ipv6.conf.all.accept_source_route", input.persistent["net.ipv6.conf.all.accept_source_route"].value]
_boot contains ["net.ipv6.conf.default.accept_source_route", input.persistent["net.ipv6.conf.default.accept_source_route"].value]

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
	name == "net.ipv4.conf.default.accept_source_route"
	not _set_at_boot(name)
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": "0"} if {
	some name in {"net.ipv4.conf.all.accept_source_route", "net.ipv4.conf.default.accept_source_route"}
	not _known(name)
}

_set_at_boot(name) if _boot[[name, _]]

_known(name) if _running[[name, _]]
