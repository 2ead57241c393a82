# METADATA
# scope: package
# title: The SSH server logs who logs in and how it went
# description: >-
#   Without these lines nobody can tell afterwards who was on the machine. Debug levels write down too much of what
#   users do.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#LogLevel
# custom:
#   severity: medium
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AU-2, AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["5.1.14"]
#   params:
#     allowed: {type: array, default: ["INFO", "VERBOSE"], description: "the values of LogLevel that are accepted"}
#   remediation: Set "LogLevel INFO" in /etc/ssh/sshd_config, then run "systemctl reload ssh".
package policies.access.ssh_log_level

applicable if input.installed

fail contains {"message": "logins are logged too little or in too much detail (LogLevel)", "path": "settings.loglevel", "expected": data.params.access.ssh_log_level.allowed} if {
	not _accepted
}

_accepted if {
	some value in input.settings.loglevel
	upper(value) in data.params.access.ssh_log_level.allowed
}
