# METADATA
# scope: package
# title: The SSH server warns strangers before they log in
# description: >-
#   In many countries a notice that only authorised use is allowed is needed before an intruder can be held to
#   account.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#Banner
# custom:
#   severity: low
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AC-8]
#     iso-27001-2022: [A.5.10, A.8.5]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["5.1.5"]
#   remediation: >-
#     Write the notice to /etc/issue.net and set "Banner /etc/issue.net" in /etc/ssh/sshd_config, then run "systemctl
#     reload ssh".
package policies.access.ssh_banner

applicable if input.installed

fail contains {"message": "no notice is shown before the login (Banner)", "path": "settings.banner", "expected": "the path of a file"} if {
	not _shown
}

_shown if {
	some value in input.settings.banner
	startswith(value, "/")
}
