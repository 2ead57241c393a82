# METADATA
# scope: package
# title: SSH sessions whose client has gone are closed
# description: >-
#   A session that stays open after its user has walked off or lost the connection can be picked up by somebody
#   else.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#ClientAliveInterval
#   - ref: https://man.openbsd.org/sshd_config#ClientAliveCountMax
# custom:
#   severity: low
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AC-12, SC-10]
#     iso-27001-2022: [A.8.5]
#     cis-controls-v8.1: ["4.3"]
#     cis-debian-12: ["5.1.7"]
#   params:
#     seconds: {type: integer, default: 300, description: "the longest accepted time between two questions to the client"}
#     times: {type: integer, default: 3, description: "the largest accepted number of questions without an answer"}
#   remediation: >-
#     Set "ClientAliveInterval 15" and "ClientAliveCountMax 3" in /etc/ssh/sshd_config, then run "systemctl reload
#     ssh".
package policies.access.ssh_dead_sessions

import data.lib.number

applicable if input.installed

fail contains {"message": "the server does not ask often enough whether the client is still there (ClientAliveInterval)", "path": "settings.clientaliveinterval", "expected": sprintf("1 to %d", [data.params.access.ssh_dead_sessions.seconds])} if {
	not _interval
}

fail contains {"message": "the server does not close a session that stays silent (ClientAliveCountMax)", "path": "settings.clientalivecountmax", "expected": sprintf("1 to %d", [data.params.access.ssh_dead_sessions.times])} if {
	not _times
}

_interval if {
	some value in input.settings.clientaliveinterval
	number.between(value, 1, data.params.access.ssh_dead_sessions.seconds)
}

_times if {
	some value in input.settings.clientalivecountmax
	number.between(value, 1, data.params.access.ssh_dead_sessions.times)
}
