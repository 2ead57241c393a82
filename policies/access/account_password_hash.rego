# METADATA
# scope: package
# title: The password is kept as a hash that resists guessing
# description: >-
#   When the password file leaks, old hashes give up most passwords within hours; the new ones are made to be slow.
# schemas:
#   - input: schema["linux.user"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/libcrypt-dev/crypt.5.en.html
# custom:
#   severity: high
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [IA-5, SC-13]
#     iso-27001-2022: [A.5.17, A.8.24]
#     cis-controls-v8.1: ["3.11"]
#     cis-debian-12: ["5.4.1.4"]
#   params:
#     allowed: {type: array, default: ["yescrypt", "gost-yescrypt", "scrypt", "bcrypt", "sha512"], description: "the algorithms that are accepted"}
#   remediation: >-
#     Let the user set the password anew with "passwd" (with yescrypt or sha512 configured in /etc/pam.d/common-
#     password).
package policies.access.account_password_hash

applicable if _password

_password if {
	input.password.algorithm != null
	not input.password.locked
}

fail contains {"message": sprintf("the password is hashed with %s", [input.password.algorithm]), "path": "password.algorithm", "expected": data.params.access.account_password_hash.allowed} if {
	_password
	not input.password.algorithm in data.params.access.account_password_hash.allowed
}
