# METADATA
# scope: package
# title: The account needs a password
# description: >-
#   Whoever knows the name of an account without a password is in, at the console and wherever PAM allows it.
# schemas:
#   - input: schema["linux.user"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/passwd/shadow.5.en.html
# custom:
#   severity: critical
#   tags: [passwords]
#   controls:
#     nist-800-53-r5: [IA-5]
#     iso-27001-2022: [A.5.17, A.8.5]
#     cis-controls-v8.1: ["5.2"]
#     cis-debian-12: ["7.2.2"]
#   remediation: Run "passwd -l NAME" to lock the account, or "passwd NAME" to give it a password.
package policies.access.account_empty_password

fail contains {"message": "the password is empty", "path": "password.empty", "expected": false} if {
	not _protected
}

_protected if input.password.empty == false
