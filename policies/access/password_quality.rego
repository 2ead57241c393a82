# METADATA
# scope: package
# title: New passwords are long and not easily guessed
# description: >-
#   Length and a look into the dictionary are what keep a password from being guessed; the module also refuses long
#   runs of one character.
# schemas:
#   - input: schema["linux.pam"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/libpam-pwquality/pam_pwquality.8.en.html
#   - ref: https://manpages.debian.org/bookworm/libpwquality-common/pwquality.conf.5.en.html
# custom:
#   severity: medium
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [IA-5]
#     iso-27001-2022: [A.5.17]
#     cis-controls-v8.1: ["5.2"]
#     cis-debian-12: ["5.3.1.3", "5.3.2.3", "5.3.3.2.1", "5.3.3.2.2", "5.3.3.2.4", "5.3.3.2.5", "5.3.3.2.6", "5.3.3.2.7"]
#   params:
#     min_length: {type: integer, default: 14, description: "the shortest accepted password"}
#     max_run: {type: integer, default: 3, description: "the longest accepted run of one character or of neighbours"}
#   remediation: >-
#     Run "apt install libpam-pwquality" and set minlen = 14, difok = 2, maxrepeat = 3, maxsequence = 3, dictcheck = 1
#     and enforcing = 1 in /etc/security/pwquality.conf.
package policies.access.password_quality

import data.lib.number
import data.lib.pam

_limits := data.params.access.password_quality

_range := {"minlen": [_limits.min_length, 9999], "difok": [2, 9999], "maxrepeat": [1, _limits.max_run], "maxsequence": [1, _limits.max_run], "dictcheck": [1, 1], "enforcing": [1, 1]}

_defaults := {"minlen": "8", "difok": "1", "maxrepeat": "0", "maxsequence": "0", "dictcheck": "1", "enforcing": "1"}

fail contains {"message": "new passwords are not tested", "path": `services["common-password"]`, "key": "pam_pwquality", "expected": "pam_pwquality.so in the password stack"} if {
	count(_entries) == 0
}

fail contains {"message": sprintf("new passwords are tested too loosely: %s is %s", [name, value]), "path": sprintf("pwquality.%s", [name]), "key": name, "expected": sprintf("%d to %d", _range[name])} if {
	count(_entries) > 0
	some [name, value] in _effective
	not number.between(value, _range[name][0], _range[name][1])
}

_entries contains entry if {
	some entry in input.services["common-password"]
	pam.uses(entry, "password", "pam_pwquality.so")
}

_effective := pam.effective(_entries, _configured, _defaults)
_configured contains ["minlen", input.pwquality.minlen]
_configured contains ["difok", input.pwquality.difok]
_configured contains ["maxrepeat", input.pwquality.maxrepeat]
_configured contains ["maxsequence", input.pwquality.maxsequence]
_configured contains ["dictcheck", input.pwquality.dictcheck]
_configured contains ["enforcing", input.pwquality.enforcing]
