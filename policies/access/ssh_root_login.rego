# METADATA
# scope: package
# title: Nobody logs in over SSH as root
# description: >-
#   A login as root leaves no name in the log and opens the whole machine to whoever has the one password or key.
#   People log in as themselves and become root with sudo.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#PermitRootLogin
# custom:
#   severity: high
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AC-6, IA-2]
#     iso-27001-2022: [A.8.2, A.8.5]
#     cis-controls-v8.1: ["5.4"]
#     cis-debian-12: ["5.1.20"]
#   params:
#     allowed:
#       type: array
#       default: ["no"]
#       description: the values of PermitRootLogin that are accepted
#   remediation: Set "PermitRootLogin no" in /etc/ssh/sshd_config, then run "systemctl reload ssh".
package policies.access.ssh_root_login

applicable if input.installed

fail contains {
	"message": sprintf("root may log in over SSH (PermitRootLogin %s)", [value]),
	"path": "settings.permitrootlogin",
	"expected": data.params.access.ssh_root_login.allowed,
} if {
	some value in input.settings.permitrootlogin
	not value in data.params.access.ssh_root_login.allowed
}
