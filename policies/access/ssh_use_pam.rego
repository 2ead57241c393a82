# METADATA
# scope: package
# title: SSH logins obey the account and session settings of PAM
# description: >-
#   Without PAM the limits, lock-outs and expiry dates that hold for every other login do not hold over SSH.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#UsePAM
# custom:
#   severity: medium
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AC-3, IA-2]
#     iso-27001-2022: [A.8.5]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["5.1.22"]
#   remediation: Set "UsePAM yes" in /etc/ssh/sshd_config, then run "systemctl reload ssh".
package policies.access.ssh_use_pam

applicable if input.installed

fail contains {"message": "SSH logins pass by PAM (UsePAM)", "path": "settings.usepam", "expected": "yes"} if {
	not _safe_usepam
}

_safe_usepam if "yes" in input.settings.usepam
