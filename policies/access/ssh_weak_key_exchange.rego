# METADATA
# scope: package
# title: SSH session keys are agreed on by strong methods only
# description: >-
#   The old methods rest on SHA-1 or on a 1024-bit group that can be broken beforehand, once for everybody.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#KexAlgorithms
#   - ref: https://www.rfc-editor.org/rfc/rfc9142
# custom:
#   severity: medium
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [SC-12, SC-13]
#     iso-27001-2022: [A.8.24]
#     cis-controls-v8.1: ["3.10"]
#     cis-debian-12: ["5.1.12"]
#   params:
#     weak:
#       type: array
#       default: ["diffie-hellman-group1-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1", "gss-gex-sha1-", "gss-group1-sha1-", "gss-group14-sha1-"]
#       description: the names that are not accepted
#   remediation: >-
#     Remove the named methods from the line "KexAlgorithms" in /etc/ssh/sshd_config, or remove the line for the
#     defaults, then run "systemctl reload ssh".
package policies.access.ssh_weak_key_exchange

applicable if input.installed

fail contains {
	"message": sprintf("the server accepts the weak key exchange %s", [name]),
	"path": "settings.kexalgorithms",
	"key": name,
	"expected": sprintf("none of %s", [concat(", ", data.params.access.ssh_weak_key_exchange.weak)]),
} if {
	some line in input.settings.kexalgorithms
	some name in split(line, ",")
	name in data.params.access.ssh_weak_key_exchange.weak
}

fail contains {"message": "the server does not say what it accepts", "path": "settings.kexalgorithms", "expected": "a list"} if {
	not _listed
}

_listed if {
	some line in input.settings.kexalgorithms
	line != ""
}
