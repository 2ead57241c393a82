# METADATA
# scope: package
# title: Half-open connections cannot block the host
# description: >-
#   With SYN cookies a flood of connection requests does not exhaust the memory that real clients need.
# schemas:
#   - input: schema["linux.sysctl"]
# related_resources:
#   - ref: https://docs.kernel.org/networking/ip-sysctl.html
#   - ref: https://www.rfc-editor.org/rfc/rfc4987
# custom:
#   severity: medium
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [SC-5]
#     iso-27001-2022: [A.8.20]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["3.3.10"]
#   remediation: >-
#     Write "net.ipv4.tcp_syncookies = 1" to /etc/sysctl.d/60-network.conf, then run "sysctl --system".
package policies.network.syn_cookies

import data.lib.sysctl

_running contains ["net.ipv4.tcp_syncookies", input.running["net.ipv4.tcp_syncookies"]]

_boot contains ["net.ipv4.tcp_syncookies", input.persistent["net.ipv4.tcp_syncookies"].value]

fail contains {"message": sysctl.now(name, value), "path": sysctl.running(name), "key": name, "expected": "1"} if {
	some [name, value] in _running
	value != "1"
}

fail contains {"message": sysctl.later(name, value), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": "1"} if {
	some [name, value] in _boot
	value != "1"
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": "1"} if {
	some name in {"net.ipv4.tcp_syncookies"}
	not _known(name)
}

_known(name) if _running[[name, _]]
