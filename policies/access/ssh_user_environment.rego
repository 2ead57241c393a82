# METADATA
# scope: package
# title: Users cannot set the environment of their SSH session before it starts
# description: >-
#   A variable such as LD_PRELOAD, set before the session starts, gets around a forced command or a restricted
#   shell.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#PermitUserEnvironment
# custom:
#   severity: medium
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AC-6, CM-7]
#     iso-27001-2022: [A.8.2]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["5.1.21"]
#   remediation: Set "PermitUserEnvironment no" in /etc/ssh/sshd_config, then run "systemctl reload ssh".
package policies.access.ssh_user_environment

applicable if input.installed

fail contains {"message": "users may set environment variables before the session starts (PermitUserEnvironment)", "path": "settings.permituserenvironment", "expected": "no"} if {
	not _safe_permituserenvironment
}

_safe_permituserenvironment if "no" in input.settings.permituserenvironment
