# METADATA
# scope: package
# title: Folders where everybody may write are file systems of their own
# description: >-
#   On a file system of its own, a full /tmp does not stop the system, no hard link to a set-user-id program can be
#   made there, and its mount options can forbid programs.
# schemas:
#   - input: schema["linux.mounts"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/mount.8.html
#   - ref: https://refspecs.linuxfoundation.org/fhs.shtml
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [CM-6, SC-5]
#     iso-27001-2022: [A.8.9]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["1.1.2.1.1", "1.1.2.2.1"]
#   params:
#     points: {type: array, default: ["/tmp", "/dev/shm"], description: "the folders that must be mounts"}
#   remediation: Run "systemctl enable --now tmp.mount" for /tmp, or add a line for the folder to /etc/fstab.
package policies.hardening.separate_tmp

fail contains {"message": sprintf("%s is no file system of its own", [point]), "path": sprintf("mounted[%q]", [point]), "key": point, "expected": "a mount of its own"} if {
	some point in data.params.hardening.separate_tmp.points
	not input.mounted[point]
}
