# METADATA
# scope: package
# title: Only one program sets the clock
# description: >-
#   Two time daemons pull the clock to and fro, and the one that nobody configured may ask servers that nobody
#   chose.
# schemas:
#   - input: schema["linux.time_sync"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/chrony/chronyd.8.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-8]
#     iso-27001-2022: [A.8.17]
#     cis-controls-v8.1: ["8.4"]
#     cis-debian-12: ["2.3.1.1"]
#   remediation: Keep one daemon and run "systemctl disable --now" on the others.
package policies.logging.one_time_daemon

_active := [name | some name, daemon in input.daemons; daemon.active]

applicable if count(_active) > 0

fail contains {
	"message": sprintf("%s are active together", [concat(" and ", _active)]),
	"path": "daemons",
	"expected": "one active daemon",
} if {
	count(_active) > 1
}
