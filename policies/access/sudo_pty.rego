# METADATA
# scope: package
# title: Programs started with sudo get a terminal of their own
# description: >-
#   Without one, a program that root was tricked into starting can go on typing into the terminal of the
#   administrator after it ended.
# schemas:
#   - input: schema["linux.sudo"]
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/#use_pty
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-6, SC-39]
#     iso-27001-2022: [A.8.18]
#     cis-controls-v8.1: ["5.4"]
#     cis-debian-12: ["5.2.2"]
#   remediation: Add the line "Defaults use_pty" to /etc/sudoers with "visudo".
package policies.access.sudo_pty

applicable if input.installed

fail contains {"message": "use_pty is not on", "path": "defaults.use_pty", "expected": "true"} if {
	not _on
}

_on if input.defaults.use_pty == "true"
