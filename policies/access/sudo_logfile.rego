# METADATA
# scope: package
# title: Sudo keeps a log file of its own
# description: >-
#   A file with nothing but what was done as another user is found, kept and forwarded more easily than lines among
#   all others.
# schemas:
#   - input: schema["linux.sudo"]
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/#logfile
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-2, AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.5"]
#     cis-debian-12: ["5.2.3"]
#   remediation: Add the line "Defaults logfile=/var/log/sudo.log" to /etc/sudoers with "visudo".
package policies.access.sudo_logfile

applicable if input.installed

fail contains {"message": "no log file is set", "path": "defaults.logfile", "expected": "/var/log/sudo.log"} if {
	not _logs
}

_logs if contains(input.defaults.logfile, "/")
