# METADATA
# scope: package
# title: SSH sessions are encrypted with strong ciphers only
# description: >-
#   Ciphers in CBC mode and the old 64-bit ones let somebody on the line win back parts of what was typed.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#Ciphers
#   - ref: https://www.rfc-editor.org/rfc/rfc8758
# custom:
#   severity: medium
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [SC-8, SC-13]
#     iso-27001-2022: [A.8.24]
#     cis-controls-v8.1: ["3.10"]
#     cis-debian-12: ["5.1.6"]
#   params:
#     weak:
#       type: array
#       default: ["3des-cbc", "aes128-cbc", "aes192-cbc", "aes256-cbc", "rijndael-cbc@lysator.liu.se", "blowfish-cbc", "cast128-cbc", "arcfour", "arcfour128", "arcfour256"]
#       description: the names that are not accepted
#   remediation: >-
#     Remove the named ciphers from the line "Ciphers" in /etc/ssh/sshd_config, or remove the line for the defaults,
#     then run "systemctl reload ssh".
package policies.access.ssh_weak_ciphers

applicable if input.installed

fail contains {
	"message": sprintf("the server accepts the weak cipher %s", [name]),
	"path": "settings.ciphers",
	"key": name,
	"expected": sprintf("none of %s", [concat(", ", data.params.access.ssh_weak_ciphers.weak)]),
} if {
	some line in input.settings.ciphers
	some name in split(line, ",")
	name in data.params.access.ssh_weak_ciphers.weak
}

fail contains {"message": "the server does not say what it accepts", "path": "settings.ciphers", "expected": "a list"} if {
	not _listed
}

_listed if {
	some line in input.settings.ciphers
	line != ""
}
