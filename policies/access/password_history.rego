# METADATA
# scope: package
# title: Old passwords are not taken again
# description: >-
#   A password that had to be changed because it leaked must not come back.
# schemas:
#   - input: schema["linux.pam"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/libpam-modules/pam_pwhistory.8.en.html
#   - ref: https://manpages.debian.org/trixie/libpam-modules/pwhistory.conf.5.en.html
# custom:
#   severity: low
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [IA-5]
#     iso-27001-2022: [A.5.17]
#     cis-controls-v8.1: ["5.2"]
#     cis-debian-12: ["5.3.2.4", "5.3.3.3.1", "5.3.3.3.3"]
#   params:
#     remember: {type: integer, default: 24, description: "the smallest accepted number of old passwords"}
#   remediation: >-
#     Put "password requisite pam_pwhistory.so remember=24 use_authtok" before pam_unix.so in /etc/pam.d/common-
#     password, by a profile in /usr/share/pam-configs and "pam-auth-update".
package policies.access.password_history

import data.lib.number
import data.lib.pam

_least := data.params.access.password_history.remember

_defaults := {"remember": "10"}

fail contains {"message": "old passwords are not remembered", "path": `services["common-password"]`, "key": "pam_pwhistory", "expected": "pam_pwhistory.so with use_authtok"} if {
	not _remembers
}

fail contains {"message": sprintf("too few old passwords are remembered (%s)", [value]), "path": "pwhistory.remember", "key": "remember", "expected": sprintf("at least %d", [_least])} if {
	_remembers
	some ["remember", value] in _effective
	not number.between(value, _least, 9999)
}

_entries contains entry if {
	some entry in input.services["common-password"]
	pam.uses(entry, "password", "pam_pwhistory.so")
}

_remembers if {
	some entry in _entries
	"use_authtok" in entry.args
}

_effective := pam.effective(_entries, _configured, _defaults)
_configured contains ["remember", input.pwhistory.remember]
