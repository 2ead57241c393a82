# METADATA
# scope: package
# title: The clock is kept in step with a time server
# description: >-
#   Logs of several machines can only be put in order when their clocks agree, and certificates, tickets and
#   one-time codes fail on a clock that drifts.
# schemas:
#   - input: schema["linux.time_sync"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/systemd-timesyncd/systemd-timesyncd.service.8.en.html
#   - ref: https://www.rfc-editor.org/rfc/rfc8633
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AU-8, SC-45]
#     iso-27001-2022: [A.8.17]
#     cis-controls-v8.1: ["8.4"]
#     cis-debian-12: ["2.3.1.1", "2.3.2.2", "2.3.3.3"]
#   remediation: Run "apt-get install chrony" (or systemd-timesyncd) and "systemctl enable --now chrony".
package policies.logging.time_synchronised

import data.lib.machine

# A container takes its clock from the machine below.
applicable if not machine.container

_working if {
	some daemon in input.daemons
	daemon.active
	daemon.enabled
}

fail contains {
	"message": "no time daemon is active now and enabled at boot",
	"path": "daemons",
	"expected": "one daemon that is active and enabled",
} if {
	not _working
}

fail contains {
	"message": "the clock is not in step with any time server",
	"path": "synchronized",
	"expected": true,
} if {
	_working
	input.synchronized == false
}
