# METADATA
# scope: package
# title: File systems for data hold no devices and start no privileged programs
# description: >-
#   These mount options keep a user who may write somewhere from bringing along a device file, a set-user-id program
#   or, in /tmp, any program at all. Folders that are not mounts of their own are judged by other policies.
# schemas:
#   - input: schema["linux.mounts"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/mount.8.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-6, CM-7]
#     iso-27001-2022: [A.8.9, A.8.19]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["1.1.2.1.2", "1.1.2.1.3", "1.1.2.1.4", "1.1.2.2.2", "1.1.2.2.3", "1.1.2.2.4", "1.1.2.3.2", "1.1.2.3.3", "1.1.2.4.2", "1.1.2.4.3", "1.1.2.5.2", "1.1.2.5.3", "1.1.2.5.4", "1.1.2.6.2", "1.1.2.6.3", "1.1.2.6.4", "1.1.2.7.2", "1.1.2.7.3", "1.1.2.7.4"]
#   params:
#     options:
#       type: object
#       default: {"/tmp": ["nodev", "nosuid", "noexec"], "/dev/shm": ["nodev", "nosuid", "noexec"], "/var/tmp": ["nodev", "nosuid", "noexec"], "/home": ["nodev", "nosuid"], "/var": ["nodev", "nosuid"], "/var/log": ["nodev", "nosuid", "noexec"], "/var/log/audit": ["nodev", "nosuid", "noexec"]}
#       description: by mount point the options that it must have
#   remediation: >-
#     Add the named option to the line of the mount in /etc/fstab (for a systemd mount unit, to "Options="), then run
#     "mount -o remount MOUNTPOINT".
package policies.hardening.mount_options

fail contains {"message": sprintf("%s is mounted without %s", [point, option]), "path": sprintf("mounted[%q].options", [point]), "key": sprintf("%s %s", [point, option]), "expected": option} if {
	some point, options in data.params.hardening.mount_options.options
	some option in options
	input.mounted[point]
	not option in input.mounted[point].options
}

fail contains {"message": sprintf("%s will be mounted without %s at the next boot", [point, option]), "path": sprintf("fstab[%q].options", [point]), "key": sprintf("%s %s at boot", [point, option]), "expected": option} if {
	some point, options in data.params.hardening.mount_options.options
	some option in options
	input.fstab[point]
	not option in input.fstab[point].options
}
