# METADATA
# scope: package
# title: The SSH server limits open connections and sessions
# description: >-
#   A limit on connections that have not logged in yet, and on sessions within one connection, keeps a flood from
#   locking administrators out.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#MaxStartups
#   - ref: https://man.openbsd.org/sshd_config#MaxSessions
# custom:
#   severity: low
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AC-10, SC-5]
#     iso-27001-2022: [A.8.5]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["5.1.17", "5.1.18"]
#   params:
#     start: {type: integer, default: 10, description: "the largest accepted number of waiting connections before some are refused"}
#     full: {type: integer, default: 60, description: "the largest accepted number before all are refused"}
#     sessions: {type: integer, default: 10, description: "the largest accepted number of sessions in a connection"}
#   remediation: >-
#     Set "MaxStartups 10:30:60" and "MaxSessions 10" in /etc/ssh/sshd_config, then run "systemctl reload ssh".
package policies.access.ssh_connection_limits

import data.lib.number

applicable if input.installed

_limits := data.params.access.ssh_connection_limits

fail contains {"message": "too many connections may wait to log in (MaxStartups)", "path": "settings.maxstartups", "expected": sprintf("at most %d:30:%d", [_limits.start, _limits.full])} if {
	not _startups
}

fail contains {"message": "one connection may open too many sessions (MaxSessions)", "path": "settings.maxsessions", "expected": sprintf("at most %d", [_limits.sessions])} if {
	not _sessions
}

# start:rate:full, where from start on rate percent of new connections are refused, and from full on all.
_startups if {
	some value in input.settings.maxstartups
	parts := split(value, ":")
	number.between(parts[0], 1, _limits.start)
	number.between(parts[1], 30, 100)
	number.between(parts[2], 1, _limits.full)
}

_sessions if {
	some value in input.settings.maxsessions
	number.between(value, 0, _limits.sessions)
}
