# METADATA
# scope: package
# title: SSH logins are not used as tunnels into the network
# description: >-
#   Forwarding lets a user, or whoever holds his key, reach through this server what the firewall keeps from him; a
#   forwarded agent lends his keys to this server.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#DisableForwarding
#   - ref: https://man.openbsd.org/sshd_config#AllowTcpForwarding
#   - ref: https://man.openbsd.org/sshd_config#X11Forwarding
# custom:
#   severity: low
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AC-17, CM-7]
#     iso-27001-2022: [A.8.5, A.8.20]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["5.1.8"]
#   params:
#     refused:
#       type: array
#       default: ["x11forwarding", "allowtcpforwarding", "allowagentforwarding", "allowstreamlocalforwarding"]
#       description: the kinds of forwarding that must be off
#   remediation: >-
#     Set "DisableForwarding yes" in /etc/ssh/sshd_config, or turn the named kinds off one by one, then run "systemctl
#     reload ssh".
package policies.access.ssh_forwarding

applicable if input.installed

fail contains {
	"message": sprintf("forwarding is allowed (%s)", [name]),
	"path": sprintf("settings.%s", [name]),
	"expected": "no",
} if {
	some name in data.params.access.ssh_forwarding.refused
	not _off[name]
	not _all_off
}

_all_off if "yes" in input.settings.disableforwarding

_off contains "x11forwarding" if "no" in input.settings.x11forwarding
_off contains "allowtcpforwarding" if "no" in input.settings.allowtcpforwarding
_off contains "allowagentforwarding" if "no" in input.settings.allowagentforwarding
_off contains "allowstreamlocalforwarding" if "no" in input.settings.allowstreamlocalforwarding
