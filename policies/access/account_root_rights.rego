# METADATA
# scope: package
# title: No account but root is root
# description: >-
#   A second account with user id 0 has all rights under a name that nobody watches, and group 0 reads much of what
#   is root's. It is a common way to stay in after a break-in.
# schemas:
#   - input: schema["linux.user"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/passwd/passwd.5.en.html
# custom:
#   severity: critical
#   controls:
#     nist-800-53-r5: [AC-2, AC-6]
#     iso-27001-2022: [A.8.2]
#     cis-controls-v8.1: ["5.4"]
#     cis-debian-12: ["5.4.2.1", "5.4.2.2"]
#   remediation: >-
#     Give the account a user and group id of its own ("usermod -u UID -g GROUP NAME"), or remove it; find out first
#     who made it.
package policies.access.account_root_rights

applicable if input.name != "root"

fail contains {"message": "the account has user id 0, which is root", "path": "uid", "expected": "not 0"} if {
	input.uid == 0
	input.name != "root"
}

fail contains {"message": "the account's own group is that of root", "path": "gid", "expected": "not 0"} if {
	input.gid == 0
	not input.name in {"root", "sync", "shutdown", "halt", "operator"}
}
