# METADATA
# scope: package
# title: One service loads the packet filter at boot
# description: >-
#   Rules that nothing loads are gone after the next reboot. Two services that load rules undo each other's work.
# schemas:
#   - input: schema["linux.services"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/systemd/systemctl.1.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CM-2, SC-7]
#     iso-27001-2022: [A.8.9, A.8.20]
#     cis-controls-v8.1: ["4.4"]
#     cis-debian-12: ["4.1.1", "4.2.2", "4.2.3", "4.3.2", "4.3.9", "4.3.10", "4.4.1.2", "4.4.1.3"]
#   params:
#     services:
#       type: array
#       default: ["ufw.service", "nftables.service", "firewalld.service", "netfilter-persistent.service"]
#       description: the services that load a packet filter
#   remediation: >-
#     Run "systemctl enable" for the one in use (ufw, nftables, firewalld or netfilter-persistent) and "systemctl
#     disable --now" for the others.
package policies.network.firewall_at_boot

applicable if input.manager == "systemd"

fail contains {"message": "no service loads a packet filter at boot", "path": "units", "key": "none", "expected": "one enabled service"} if {
	count(_enabled) == 0
}

fail contains {"message": sprintf("several services load a packet filter at boot: %s", [concat(", ", sort(_enabled))]), "path": "units", "key": "several", "expected": "one enabled service"} if {
	count(_enabled) > 1
}

_enabled contains name if {
	some name in data.params.network.firewall_at_boot.services
	input.units[name].enabled in {"enabled", "enabled-runtime"}
}
