# METADATA
# scope: package
# title: The hash of the password is in the protected file
# description: >-
#   Every program can read /etc/passwd; a hash that stands there can be copied and cracked elsewhere.
# schemas:
#   - input: schema["linux.user"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/passwd/passwd.5.en.html
# custom:
#   severity: high
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [IA-5, SC-28]
#     iso-27001-2022: [A.5.17, A.8.24]
#     cis-controls-v8.1: ["3.11"]
#     cis-debian-12: ["7.2.1"]
#   remediation: Run "pwconv", then change the password.
package policies.access.account_password_in_shadow

fail contains {"message": "the password field is in /etc/passwd itself", "path": "password.in_shadow", "expected": true} if {
	not input.password.in_shadow
}
