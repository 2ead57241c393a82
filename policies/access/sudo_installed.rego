# METADATA
# scope: package
# title: Administrators become root under their own name
# description: >-
#   Without sudo the password of root is shared, and nobody can tell who did what.
# schemas:
#   - input: schema["linux.sudo"]
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudo.man/
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-6, AU-10]
#     iso-27001-2022: [A.8.2]
#     cis-controls-v8.1: ["5.4"]
#     cis-debian-12: ["5.2.1"]
#   remediation: Run "apt install sudo" and give administrators their rights in /etc/sudoers.d.
package policies.access.sudo_installed

fail contains {"message": "sudo is not installed", "path": "installed", "expected": true} if {
	not input.installed
}
