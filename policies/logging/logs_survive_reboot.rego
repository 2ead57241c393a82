# METADATA
# scope: package
# title: System messages survive a restart
# description: >-
#   After a crash or a break-in the first question is what happened before. A journal that is kept only in
#   memory has forgotten.
# schemas:
#   - input: schema["linux.logging"]
# related_resources:
#   - ref: https://www.freedesktop.org/software/systemd/man/latest/journald.conf.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AU-9, AU-11]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.2", "8.10"]
#     cis-debian-12: ["6.1.2.4"]
#   remediation: >-
#     Set "Storage=persistent" in /etc/systemd/journald.conf and run "systemctl restart systemd-journald", or
#     install rsyslog.
package policies.logging.logs_survive_reboot

_written_by_rsyslog if {
	input.rsyslog.installed
	input.rsyslog.enabled
}

fail contains {
	"message": "the journal is kept in memory only, and no syslog daemon writes messages to disk",
	"path": "journal_persistent",
	"expected": true,
} if {
	not input.journal_persistent
	not _written_by_rsyslog
}
