# METADATA
# scope: package
# title: Forgotten shells are closed
# description: >-
#   A shell that waits at a prompt for hours is an open door for whoever passes by.
# schemas:
#   - input: schema["linux.login"]
# related_resources:
#   - ref: https://www.gnu.org/software/bash/manual/html_node/Bash-Variables.html#index-TMOUT
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-11, AC-12]
#     iso-27001-2022: [A.7.7, A.8.5]
#     cis-controls-v8.1: ["4.3"]
#     cis-debian-12: ["5.4.3.2"]
#   params:
#     seconds: {type: integer, default: 900, description: "the longest accepted time at a prompt"}
#   remediation: >-
#     Put the lines "TMOUT=900", "readonly TMOUT" and "export TMOUT" into /etc/profile.d/timeout.sh and remove other
#     settings of TMOUT.
package policies.access.shell_timeout

import data.lib.number

_most := data.params.access.shell_timeout.seconds

fail contains {"message": "shells are never closed: nothing sets TMOUT", "path": "timeouts", "expected": sprintf("1 to %d", [_most])} if {
	count(input.timeouts) == 0
}

fail contains {"message": sprintf("%s sets TMOUT to %s", [setting.file, setting.value]), "path": "timeouts", "key": sprintf("%s: %s", [setting.file, setting.value]), "expected": sprintf("1 to %d", [_most])} if {
	some setting in input.timeouts
	not number.between(setting.value, 1, _most)
}

fail contains {"message": sprintf("users can change TMOUT, which %s does not make read-only", [setting.file]), "path": "timeouts", "key": sprintf("%s: not read-only", [setting.file]), "expected": "readonly TMOUT"} if {
	some setting in input.timeouts
	not setting.readonly
}
