# METADATA
# scope: package
# title: New passwords are kept as hashes that resist guessing
# description: >-
#   The line of pam_unix decides how the next password is hashed. Old ways are computed by the billion in a second.
# schemas:
#   - input: schema["linux.pam"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/libpam-modules/pam_unix.8.en.html
#   - ref: https://manpages.debian.org/bookworm/libcrypt-dev/crypt.5.en.html
# custom:
#   severity: medium
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [IA-5, SC-13]
#     iso-27001-2022: [A.5.17, A.8.24]
#     cis-controls-v8.1: ["3.11"]
#     cis-debian-12: ["5.3.2.1", "5.3.3.4.3"]
#   params:
#     allowed: {type: array, default: ["yescrypt", "gost_yescrypt", "blowfish", "sha512"], description: "the arguments of pam_unix that are accepted"}
#   remediation: Put "yescrypt" on the pam_unix.so line of /usr/share/pam-configs/unix, then run "pam-auth-update".
package policies.access.password_hashing

fail contains {"message": "new passwords are not hashed with an accepted algorithm", "path": `services["common-password"]`, "expected": data.params.access.password_hashing.allowed} if {
	not _strong
}

_strong if {
	some entry in input.services["common-password"]
	entry.type == "password"
	endswith(entry.module, "pam_unix.so")
	some argument in entry.args
	argument in data.params.access.password_hashing.allowed
}
