# METADATA
# scope: package
# title: An SSH connection ends after a few wrong passwords
# description: >-
#   Each connection that allows many tries makes guessing passwords faster and, above half of the limit, hides the
#   tries from the log.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#MaxAuthTries
# custom:
#   severity: low
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AC-7]
#     iso-27001-2022: [A.8.5]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["5.1.16"]
#   params:
#     most: {type: integer, default: 4, description: "the largest accepted number of tries"}
#   remediation: Set "MaxAuthTries 4" in /etc/ssh/sshd_config, then run "systemctl reload ssh".
package policies.access.ssh_max_auth_tries

import data.lib.number

applicable if input.installed

_most := data.params.access.ssh_max_auth_tries.most

fail contains {
	"message": sprintf("a connection may try more than %d times (MaxAuthTries)", [_most]),
	"path": "settings.maxauthtries",
	"expected": sprintf("1 to %d", [_most]),
} if {
	not _within
}

_within if {
	some value in input.settings.maxauthtries
	number.between(value, 1, _most)
}
