# METADATA
# scope: package
# title: Groups that grant secret rights have no hidden members
# description: >-
#   Members of the group shadow read the hashes of all passwords, a second group with id 0 is the group of root, and
#   a group with a password lets in whoever knows it.
# schemas:
#   - input: schema["linux.group"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/passwd/group.5.en.html
#   - ref: https://manpages.debian.org/bookworm/passwd/gshadow.5.en.html
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [AC-2, AC-6]
#     iso-27001-2022: [A.5.18, A.8.2]
#     cis-controls-v8.1: ["6.8"]
#     cis-debian-12: ["5.4.2.3", "7.2.4", "7.2.6"]
#   remediation: >-
#     Run "gpasswd -d USER shadow" for each member, "groupmod -g GID NAME" for a shared id, and "gpasswd -r NAME" for
#     a group with a password.
package policies.access.group_membership

fail contains {"message": sprintf("%s is a member of the group that reads the hashes of all passwords", [user]), "path": "members", "key": sprintf("member %s", [user]), "expected": "no members"} if {
	input.name == "shadow"
	some user in input.members
}

fail contains {"message": sprintf("%s has the group that reads the hashes of all passwords as its own", [user.name]), "path": "gid", "key": sprintf("user %s", [user.name]), "expected": "no user's own group"} if {
	input.name == "shadow"
	some user in data.resources["linux.user"]
	user.gid == input.gid
}

fail contains {"message": sprintf("group id %d is also that of %s", [input.gid, other.name]), "path": "gid", "key": sprintf("group %s", [other.name]), "expected": "an id of its own"} if {
	some other in data.resources["linux.group"]
	other.gid == input.gid
	other.name != input.name
}

fail contains {"message": "whoever knows the password of the group can join it", "path": "has_password", "expected": false} if {
	input.has_password
}
