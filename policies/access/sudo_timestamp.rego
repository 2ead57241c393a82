# METADATA
# scope: package
# title: Sudo asks again after a quarter of an hour
# description: >-
#   An administrator who walks off leaves a terminal that is root for as long as sudo remembers the password.
# schemas:
#   - input: schema["linux.sudo"]
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/#timestamp_timeout
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-11, IA-11]
#     iso-27001-2022: [A.8.5]
#     cis-controls-v8.1: ["4.3"]
#     cis-debian-12: ["5.2.6"]
#   params:
#     minutes: {type: integer, default: 15, description: "the longest accepted time in minutes"}
#   remediation: >-
#     Set "Defaults timestamp_timeout=15" in /etc/sudoers with "visudo", or remove the line for the default.
package policies.access.sudo_timestamp

import data.lib.number

applicable if input.installed

_most := data.params.access.sudo_timestamp.minutes

fail contains {"message": "the password is remembered too long", "path": "defaults.timestamp_timeout", "expected": sprintf("0 to %d", [_most])} if {
	value := input.defaults.timestamp_timeout
	not number.between(split(value, ".")[0], 0, _most)
}

fail contains {"message": "the password is remembered for 15 minutes, the default of sudo", "path": "defaults.timestamp_timeout", "expected": sprintf("0 to %d", [_most])} if {
	not input.defaults.timestamp_timeout
	_most < 15
}
