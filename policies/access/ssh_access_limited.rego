# METADATA
# scope: package
# title: It is written down who may log in over SSH
# description: >-
#   Without a list every account that gets a password or a key can log in, those that a package or an application
#   made too.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#AllowGroups
#   - ref: https://man.openbsd.org/sshd_config#AllowUsers
# custom:
#   severity: medium
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AC-3, AC-17]
#     iso-27001-2022: [A.5.15, A.8.3]
#     cis-controls-v8.1: ["6.8"]
#     cis-debian-12: ["5.1.4"]
#   remediation: >-
#     Make a group for those who may log in and set "AllowGroups" to it in /etc/ssh/sshd_config, then run "systemctl
#     reload ssh".
package policies.access.ssh_access_limited

applicable if input.installed

fail contains {"message": "every account may log in: neither AllowUsers nor AllowGroups names who may", "path": "settings.allowgroups", "expected": "AllowGroups or AllowUsers with names"} if {
	not _users
	not _groups
}

_users if {
	count(input.settings.allowusers) > 0
	not "*" in input.settings.allowusers
}

_groups if {
	count(input.settings.allowgroups) > 0
	not "*" in input.settings.allowgroups
}
