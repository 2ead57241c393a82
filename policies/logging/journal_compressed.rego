# METADATA
# scope: package
# title: The journal is compressed
# description: >-
#   Compression keeps several times as many messages in the same space, so that the trail reaches further
#   back.
# schemas:
#   - input: schema["linux.logging"]
# related_resources:
#   - ref: https://www.freedesktop.org/software/systemd/man/latest/journald.conf.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-4]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.3"]
#     cis-debian-12: ["6.1.2.3"]
#   remediation: >-
#     Set "Compress=yes" in /etc/systemd/journald.conf and run "systemctl restart systemd-journald".
package policies.logging.journal_compressed

# Compression is on unless something switches it off.
fail contains {
	"message": "compression of the journal is switched off",
	"path": "journald.Compress",
	"expected": "yes",
} if {
	lower(input.journald.Compress) in {"no", "n", "false", "f", "off", "0"}
}
