# METADATA
# scope: package
# title: Nobody on the network can change the routes of the host
# description: >-
#   An ICMP redirect is not authenticated: whoever can send one can lead the traffic of this host over a machine of
#   his own.
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
#     cis-debian-12: ["3.3.5"]
#   remediation: >-
#     Write "net.ipv4.conf.all.accept_redirects = 0", the same for "default", and both again under net.ipv6, to
#     /etc/sysctl.d/60-network.conf, then run "sysctl --system".
package policies.network.accept_redirects

import data.lib.sysctl

_running contains ["net.ipv4.conf.all.accept_redirects", input.running["net.ipv4.conf.all.accept_redirects"]]
_running contains ["net.ipv4.conf.default.accept_redirects", input.running["net.ipv4.conf.default.accept_redirects"]]
_running contains ["net.ipv6.conf.all.accept_redirects", input.running["net.ipv6.conf.all.accept_redirects"]]
_running contains ["net.ipv6.conf.default.accept_redirects", input.running["net.ipv6.conf.default.accept_redirects"]]
_boot contains ["net.ipv4.conf.all.accept_redirects", input.persistent["net.ipv4.conf.all.accept_redirects"].value]
_boot contains ["net.ipv4.conf.default.accept_redirects", input.persistent["net.ipv4.conf.default.accept_redirects"].value]
_boot contains ["net.ipv6.conf.all.accept_redirects", input.persistent["net.ipv6.conf.all.accept_redirects"].value]
_boot contains ["net.ipv6.conf.default.accept_redirects", input.persistent["net.ipv6.conf.default.accept_redirects"].value]

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
	some name in {"net.ipv4.conf.all.accept_redirects", "net.ipv4.conf.default.accept_redirects"}
	not _known(name)
}

_set_at_boot(name) if _boot[[name, _]]

_known(name) if _running[[name, _]]
