# METADATA
# scope: package
# title: Programs are confined by AppArmor or SELinux
# description: >-
#   Confinement limits what a service can touch after somebody has broken into it, root or not.
# schemas:
#   - input: schema["linux.mac"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/apparmor/apparmor.7.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-3, AC-6]
#     iso-27001-2022: [A.8.3, A.8.9]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["1.3.1.1", "1.3.1.2"]
#   remediation: >-
#     Run "apt install apparmor apparmor-utils", remove "apparmor=0" from GRUB_CMDLINE_LINUX in /etc/default/grub, run
#     "update-grub" and reboot.
package policies.hardening.mandatory_access_control

fail contains {"message": "the tools that load AppArmor profiles are not installed", "path": "apparmor.installed", "expected": true} if {
	not input.apparmor.installed
	not _selinux
}

fail contains {"message": "AppArmor is off in the running kernel", "path": "apparmor.enabled", "expected": true} if {
	not input.apparmor.enabled
	not _selinux
}

_selinux if input.selinux == "enforcing"
