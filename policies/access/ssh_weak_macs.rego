# METADATA
# scope: package
# title: SSH sessions are protected against change by strong codes only
# description: >-
#   Codes of 64 bits or on MD5, RIPEMD or SHA-1 are the weakest part of the transport, and no current client needs
#   them. Some are among the defaults of OpenSSH.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#MACs
#   - ref: https://csrc.nist.gov/pubs/sp/800/131/a/r2/final
# custom:
#   severity: low
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [SC-8, SC-13]
#     iso-27001-2022: [A.8.24]
#     cis-controls-v8.1: ["3.10"]
#     cis-debian-12: ["5.1.15"]
#   params:
#     weak:
#       type: array
#       default: ["hmac-md5", "hmac-md5-96", "hmac-md5-etm@openssh.com", "hmac-md5-96-etm@openssh.com", "hmac-ripemd160", "hmac-ripemd160-etm@openssh.com", "hmac-sha1", "hmac-sha1-96", "hmac-sha1-etm@openssh.com", "hmac-sha1-96-etm@openssh.com", "umac-64@openssh.com", "umac-64-etm@openssh.com"]
#       description: the names that are not accepted
#   remediation: >-
#     Set "MACs -hmac-md5*,hmac-ripemd160*,hmac-sha1*,umac-64*" in /etc/ssh/sshd_config, then run "systemctl reload
#     ssh".
package policies.access.ssh_weak_macs

applicable if input.installed

fail contains {
	"message": sprintf("the server accepts the weak code %s", [name]),
	"path": "settings.macs",
	"key": name,
	"expected": sprintf("none of %s", [concat(", ", data.params.access.ssh_weak_macs.weak)]),
} if {
	some line in input.settings.macs
	some name in split(line, ",")
	name in data.params.access.ssh_weak_macs.weak
}

fail contains {"message": "the server does not say what it accepts", "path": "settings.macs", "expected": "a list"} if {
	not _listed
}

_listed if {
	some line in input.settings.macs
	line != ""
}
