# METADATA
# scope: package
# title: What happens before the audit daemon starts is recorded
# description: >-
#   Without audit=1 the kernel does not mark the processes that start before auditd, and they stay unrecorded
#   for as long as they run. A short queue loses what comes in before the daemon reads it.
# schemas:
#   - input: schema["linux.host"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://www.kernel.org/doc/html/latest/admin-guide/kernel-parameters.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-12, AU-14(1)]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.2", "8.5"]
#     cis-debian-12: ["6.2.1.3", "6.2.1.4"]
#   params:
#     backlog:
#       type: integer
#       default: 8192
#       description: the shortest accepted queue, in records
#   remediation: >-
#     Add "audit=1 audit_backlog_limit=8192" to GRUB_CMDLINE_LINUX in /etc/default/grub, run "update-grub" and
#     restart.
package policies.logging.audit_from_boot

# Where no audit daemon is installed logging/audit_running speaks.
applicable if {
	not input.container
	some audit in data.resources["linux.audit"]
	audit.installed
}

_backlog := to_number(input.cmdline.audit_backlog_limit) if regex.match(`^[0-9]+$`, input.cmdline.audit_backlog_limit)

_audited if input.cmdline.audit in {"1", "on"}

fail contains {
	"message": "the kernel was started without audit=1",
	"path": "cmdline.audit",
	"key": "audit",
	"expected": "1",
} if {
	not _audited
}

_enough if _backlog >= data.params.logging.audit_from_boot.backlog

fail contains {
	"message": sprintf("the queue for early audit records is shorter than %d", [data.params.logging.audit_from_boot.backlog]),
	"path": "cmdline.audit_backlog_limit",
	"key": "audit_backlog_limit",
	"expected": sprintf("at least %d", [data.params.logging.audit_from_boot.backlog]),
} if {
	not _enough
}
