# METADATA
# scope: package
# title: Nobody logs in over SSH with an empty password
# description: >-
#   An account without a password would let in everybody who knows its name.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#PermitEmptyPasswords
# custom:
#   severity: critical
#   tags: [passwords, ssh]
#   controls:
#     nist-800-53-r5: [IA-2, IA-5]
#     iso-27001-2022: [A.5.17, A.8.5]
#     cis-controls-v8.1: ["5.2"]
#     cis-debian-12: ["5.1.19"]
#   remediation: Set "PermitEmptyPasswords no" in /etc/ssh/sshd_config, then run "systemctl reload ssh".
package policies.access.ssh_empty_passwords

applicable if input.installed

fail contains {"message": "an account whose password is empty may log in (PermitEmptyPasswords)", "path": "settings.permitemptypasswords", "expected": "no"} if {
	not _safe_permitemptypasswords
}

_safe_permitemptypasswords if "no" in input.settings.permitemptypasswords
