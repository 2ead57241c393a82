# METADATA
# scope: package
# title: The host does not forward packets between networks
# description: >-
#   A server that forwards packets becomes a way around the firewall that stands between two networks. Hosts of
#   containers and virtual machines and routers forward on purpose: accept it for them by a waiver.
# schemas:
#   - input: schema["linux.sysctl"]
# related_resources:
#   - ref: https://docs.kernel.org/networking/ip-sysctl.html
# custom:
#   severity: medium
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [CM-7, SC-7]
#     iso-27001-2022: [A.8.20, A.8.22]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["3.3.1"]
#   remediation: >-
#     Write "net.ipv4.ip_forward = 0" and "net.ipv6.conf.all.forwarding = 0" to /etc/sysctl.d/60-network.conf, remove
#     other lines that set them, then run "sysctl --system".
package policies.network.ip_forwarding

import data.lib.sysctl

_running contains ["net.ipv4.ip_forward", input.running["net.ipv4.ip_forward"]]
_running contains ["net.ipv6.conf.all.forwarding", input.running["net.ipv6.conf.all.forwarding"]]

_boot contains ["net.ipv4.ip_forward", input.persistent["net.ipv4.ip_forward"].value]
_boot contains ["net.ipv6.conf.all.forwarding", input.persistent["net.ipv6.conf.all.forwarding"].value]

fail contains {"message": sysctl.now(name, value), "path": sysctl.running(name), "key": name, "expected": "0"} if {
	some [name, value] in _running
	value != "0"
}

fail contains {"message": sysctl.later(name, value), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": "0"} if {
	some [name, value] in _boot
	value != "0"
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": "0"} if {
	some name in {"net.ipv4.ip_forward"}
	not _known(name)
}

_known(name) if _running[[name, _]]
