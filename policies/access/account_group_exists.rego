# METADATA
# scope: package
# title: The group of the account exists
# description: >-
#   When a group is made later that happens to get the free id, its members get rights on the files of this account.
# schemas:
#   - input: schema["linux.user"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/passwd/passwd.5.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-2, IA-4]
#     iso-27001-2022: [A.5.16]
#     cis-controls-v8.1: ["5.1"]
#     cis-debian-12: ["7.2.3"]
#   remediation: Run "groupadd -g GID NAME", or give the account another group with "usermod -g GROUP NAME".
package policies.access.account_group_exists

fail contains {"message": sprintf("the account's group %d does not exist", [input.gid]), "path": "gid", "expected": "the id of a group"} if {
	not _exists
}

_exists if {
	some group in data.resources["linux.group"]
	group.gid == input.gid
}
