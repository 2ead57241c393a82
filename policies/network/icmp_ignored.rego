# METADATA
# scope: package
# title: Pings to a broadcast address and malformed error messages are ignored
# description: >-
#   Hosts that answer pings to a broadcast address multiply the traffic of an attacker, and malformed error messages
#   fill the log.
# schemas:
#   - input: schema["linux.sysctl"]
# related_resources:
#   - ref: https://docs.kernel.org/networking/ip-sysctl.html
# custom:
#   severity: low
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [CM-7, SC-5]
#     iso-27001-2022: [A.8.20]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["3.3.3", "3.3.4"]
#   remediation: >-
#     Write "net.ipv4.icmp_echo_ignore_broadcasts = 1" and "net.ipv4.icmp_ignore_bogus_error_responses = 1" to
#     /etc/sysctl.d/60-network.conf, then run "sysctl --system".
package policies.network.icmp_ignored

import data.lib.sysctl

_running contains ["net.ipv4.icmp_echo_ignore_broadcasts", input.running["net.ipv4.icmp_echo_ignore_broadcasts"]]
_running contains ["net.ipv4.icmp_ignore_bogus_error_responses", input.running["net.ipv4.icmp_ignore_bogus_error_responses"]]

_boot contains ["net.ipv4.icmp_echo_ignore_broadcasts", input.persistent["net.ipv4.icmp_echo_ignore_broadcasts"].value]
_boot contains ["net.ipv4.icmp_ignore_bogus_error_responses", input.persistent["net.ipv4.icmp_ignore_bogus_error_responses"].value]

fail contains {"message": sysctl.now(name, value), "path": sysctl.running(name), "key": name, "expected": "1"} if {
	some [name, value] in _running
	value != "1"
}

fail contains {"message": sysctl.later(name, value), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": "1"} if {
	some [name, value] in _boot
	value != "1"
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": "1"} if {
	some name in {"net.ipv4.icmp_echo_ignore_broadcasts", "net.ipv4.icmp_ignore_bogus_error_responses"}
	not _known(name)
}

_known(name) if _running[[name, _]]
