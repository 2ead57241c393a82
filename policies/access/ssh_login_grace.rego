# METADATA
# scope: package
# title: SSH connections that do not log in are closed within a minute
# description: >-
#   Whoever opens connections and never logs in keeps the server busy and others out.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#LoginGraceTime
# custom:
#   severity: low
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [SC-5, SC-10]
#     iso-27001-2022: [A.8.5]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["5.1.13"]
#   params:
#     seconds: {type: integer, default: 60, description: "the longest accepted time to log in"}
#   remediation: Set "LoginGraceTime 60" in /etc/ssh/sshd_config, then run "systemctl reload ssh".
package policies.access.ssh_login_grace

import data.lib.number

applicable if input.installed

_most := data.params.access.ssh_login_grace.seconds

fail contains {
	"message": sprintf("a connection may take more than %d seconds to log in (LoginGraceTime)", [_most]),
	"path": "settings.logingracetime",
	"expected": sprintf("1 to %d", [_most]),
} if {
	not _within
}

_within if {
	some value in input.settings.logingracetime
	number.between(value, 1, _most)
}
