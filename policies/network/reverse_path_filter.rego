# METADATA
# scope: package
# title: Packets that come in over the wrong interface are dropped
# description: >-
#   A sender that forges its address mostly comes from where that address cannot be. Hosts with several uplinks need
#   the loose mode: add "2" to the parameter for them.
# schemas:
#   - input: schema["linux.sysctl"]
# related_resources:
#   - ref: https://docs.kernel.org/networking/ip-sysctl.html
#   - ref: https://www.rfc-editor.org/rfc/rfc3704
# custom:
#   severity: medium
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [SC-7]
#     iso-27001-2022: [A.8.20]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["3.3.7"]
#   params:
#     allowed: {type: array, default: ["1"], description: "the accepted values; 1 is strict and 2 loose"}
#   remediation: >-
#     Write "net.ipv4.conf.all.rp_filter = 1" and "net.ipv4.conf.default.rp_filter = 1" to
#     /etc/sysctl.d/60-network.conf, remove other lines that set them, then run "sysctl --system".
package policies.network.reverse_path_filter

import data.lib.sysctl

_accepted := data.params.network.reverse_path_filter.allowed

_running contains ["net.ipv4.conf.all.rp_filter", input.running["net.ipv4.conf.all.rp_filter"]]
_running contains ["net.ipv4.conf.default.rp_filter", input.running["net.ipv4.conf.default.rp_filter"]]

_boot contains ["net.ipv4.conf.all.rp_filter", input.persistent["net.ipv4.conf.all.rp_filter"].value]
_boot contains ["net.ipv4.conf.default.rp_filter", input.persistent["net.ipv4.conf.default.rp_filter"].value]

fail contains {"message": sysctl.now(name, value), "path": sysctl.running(name), "key": name, "expected": _accepted} if {
	some [name, value] in _running
	not value in _accepted
}

fail contains {"message": sysctl.later(name, value), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": _accepted} if {
	some [name, value] in _boot
	not value in _accepted
}

fail contains {"message": sysctl.unset(name), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": _accepted} if {
	some [name, value] in _running
	value in _accepted
	not _set_at_boot(name)
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": _accepted} if {
	some name in {"net.ipv4.conf.all.rp_filter", "net.ipv4.conf.default.rp_filter"}
	not _known(name)
}

_set_at_boot(name) if _boot[[name, _]]

_known(name) if _running[[name, _]]
