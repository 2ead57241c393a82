# METADATA
# scope: package
# title: Log files are rotated
# description: >-
#   A log that only grows fills the disk one day, and then nothing is logged any more and services stop.
# schemas:
#   - input: schema["linux.logging"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/logrotate/logrotate.8.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-4, AU-11]
#     iso-27001-2022: [A.8.6, A.8.15]
#     cis-controls-v8.1: ["8.3"]
#     cis-debian-12: ["6.1.3.8"]
#   remediation: Run "apt-get install logrotate" and "systemctl enable --now logrotate.timer".
package policies.logging.logs_rotated

fail contains {
	"message": "logrotate is not at work here",
	"path": "logrotate",
	"expected": true,
} if {
	not input.logrotate
}
