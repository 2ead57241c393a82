# METADATA
# scope: package
# title: Data, logs and homes are file systems of their own
# description: >-
#   When one of them fills up, the others and the system go on working, and each can have the mount options that
#   suit it.
# schemas:
#   - input: schema["linux.mounts"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/mount.8.html
#   - ref: https://refspecs.linuxfoundation.org/fhs.shtml
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-4, CM-6, SC-5]
#     iso-27001-2022: [A.8.6, A.8.9]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["1.1.2.3.1", "1.1.2.4.1", "1.1.2.5.1", "1.1.2.6.1", "1.1.2.7.1"]
#   params:
#     points: {type: array, default: ["/home", "/var", "/var/tmp", "/var/log", "/var/log/audit"], description: "the folders that must be mounts"}
#   remediation: >-
#     Give the folder a partition or volume of its own and a line in /etc/fstab; plan it into the image of new
#     servers.
package policies.hardening.separate_data

fail contains {"message": sprintf("%s is no file system of its own", [point]), "path": sprintf("mounted[%q]", [point]), "key": point, "expected": "a mount of its own"} if {
	some point in data.params.hardening.separate_data.points
	not input.mounted[point]
}
