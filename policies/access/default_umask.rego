# METADATA
# scope: package
# title: New files are not open to everybody
# description: >-
#   The umask decides who may read what a user or a program creates. A loose one gives away files that nobody
#   thought of.
# schemas:
#   - input: schema["linux.login"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/login/login.defs.5.en.html
#   - ref: https://man7.org/linux/man-pages/man2/umask.2.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-3, CM-6]
#     iso-27001-2022: [A.8.3, A.8.9]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["5.4.2.6", "5.4.3.3"]
#   params:
#     umask: {type: string, default: "0027", description: "the bits that must be masked"}
#   remediation: Set "UMASK 027" in /etc/login.defs and correct or remove the umask lines in the named files.
package policies.access.default_umask

import data.lib.mode

_umask := data.params.access.default_umask.umask

fail contains {"message": "login.defs leaves the umask too loose (UMASK)", "path": "defs.UMASK", "key": "UMASK", "expected": _umask} if {
	value := input.defs.UMASK
	not _strict(value)
}

fail contains {"message": "login.defs sets no umask, so it is 022 (UMASK)", "path": "defs.UMASK", "key": "UMASK", "expected": _umask} if {
	not input.defs.UMASK
}

fail contains {"message": sprintf("%s sets the loose umask %s", [setting.file, setting.value]), "path": "umasks", "key": sprintf("%s: %s", [setting.file, setting.value]), "expected": _umask} if {
	some setting in input.umasks
	not _strict(setting.value)
	not regex.match(`^u=[rwx]*,g=r?x?,o=$`, setting.value)
}

_strict(value) if mode.has(value, _umask)
