# METADATA
# scope: package
# title: Packets with impossible addresses are logged
# description: >-
#   A packet whose source address cannot come from where it arrived is a sign of spoofing or of a broken network.
#   Without a log line nobody learns of it.
# schemas:
#   - input: schema["linux.sysctl"]
# related_resources:
#   - ref: https://docs.kernel.org/networking/ip-sysctl.html
# custom:
#   severity: low
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [AU-2, SI-4]
#     iso-27001-2022: [A.8.15, A.8.16]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["3.3.9"]
#   remediation: >-
#     Write "net.ipv4.conf.all.log_martians = 1" and "net.ipv4.conf.default.log_martians = 1" to
#     /etc/sysctl.d/60-network.conf, then run "sysctl --system".
package policies.network.martians_logged

import data.lib.sysctl

_running contains ["net.ipv4.conf.all.log_martians", input.running["net.ipv4.conf.all.log_martians"]]
_running contains ["net.ipv4.conf.default.log_martians", input.running["net.ipv4.conf.default.log_martians"]]

_boot contains ["net.ipv4.conf.all.log_martians", input.persistent["net.ipv4.conf.all.log_martians"].value]
_boot contains ["net.ipv4.conf.default.log_martians", input.persistent["net.ipv4.conf.default.log_martians"].value]

fail contains {"message": sysctl.now(name, value), "path": sysctl.running(name), "key": name, "expected": "1"} if {
	some [name, value] in _running
	value != "1"
}

fail contains {"message": sysctl.later(name, value), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": "1"} if {
	some [name, value] in _boot
	value != "1"
}

fail contains {"message": sysctl.unset(name), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": "1"} if {
	some [name, value] in _running
	value == "1"
	not _set_at_boot(name)
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": "1"} if {
	some name in {"net.ipv4.conf.all.log_martians", "net.ipv4.conf.default.log_martians"}
	not _known(name)
}

_set_at_boot(name) if _boot[[name, _]]

_known(name) if _running[[name, _]]
