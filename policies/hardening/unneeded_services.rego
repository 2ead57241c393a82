# METADATA
# scope: package
# title: Services that a server does not need are off
# description: >-
#   A service that nobody uses is not looked after, yet it can be attacked. Where one is in use on purpose, take it
#   out of the parameter.
# schemas:
#   - input: schema["linux.services"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/systemd/systemctl.1.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CM-7]
#     iso-27001-2022: [A.8.9, A.8.19]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["2.1.1", "2.1.2", "2.1.3", "2.1.6", "2.1.10", "2.1.11", "2.1.12", "2.1.13", "2.1.15", "2.1.16", "2.1.19", "3.1.3"]
#   params:
#     units:
#       type: array
#       default: ["autofs.service", "avahi-daemon.service", "avahi-daemon.socket", "bluetooth.service", "cups.service", "cups.socket", "cups-browsed.service", "inetd.service", "isc-dhcp-server.service", "rpcbind.service", "rpcbind.socket", "rsync.service", "snmpd.service", "tftpd-hpa.service", "vsftpd.service", "xinetd.service", "ypbind.service", "ypserv.service"]
#       description: the units that must be off
#   remediation: Run "systemctl disable --now UNIT" for the named unit, or remove its package.
package policies.hardening.unneeded_services

applicable if input.manager == "systemd"

fail contains {"message": sprintf("%s starts at boot or on demand", [name]), "path": sprintf("units[%q].enabled", [name]), "key": name, "expected": "disabled or masked"} if {
	some name in data.params.hardening.unneeded_services.units
	input.units[name].enabled in {"enabled", "enabled-runtime"}
}

fail contains {"message": sprintf("%s is running", [name]), "path": sprintf("units[%q].active", [name]), "key": sprintf("%s running", [name]), "expected": false} if {
	some name in data.params.hardening.unneeded_services.units
	input.units[name].active
}
