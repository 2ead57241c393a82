# METADATA
# scope: package
# title: No two accounts share a user id
# description: >-
#   Accounts with one id own the same files, and what one did cannot be told from what the other did.
# schemas:
#   - input: schema["linux.user"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/passwd/passwd.5.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AU-10, IA-4]
#     iso-27001-2022: [A.5.16]
#     cis-controls-v8.1: ["5.1"]
#     cis-debian-12: ["7.2.5"]
#   remediation: Give one of the accounts another id with "usermod -u UID NAME" and hand its files over to it.
package policies.access.account_unique_id

fail contains {"message": sprintf("user id %d is also that of %s", [input.uid, other.name]), "path": "uid", "key": other.name, "expected": "an id of its own"} if {
	some other in data.resources["linux.user"]
	other.uid == input.uid
	other.name != input.name
}
