# METADATA
# scope: package
# title: Audit records are not thrown away to make room
# description: >-
#   When auditd rotates its files the oldest records go first, and whoever wants to hide something needs only
#   to make noise. Records leave the machine when they have been copied, not when the disk says so.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/auditd.conf.5.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-4, AU-11]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.3", "8.10"]
#     cis-debian-12: ["6.2.2.1", "6.2.2.2"]
#   params:
#     actions:
#       type: array
#       default: ["keep_logs"]
#       description: accepted values of max_log_file_action, in lower case
#     size_mb:
#       type: integer
#       default: 8
#       description: the smallest accepted size of a log file, in MB
#   remediation: >-
#     Set "max_log_file_action = keep_logs" and "max_log_file" (in MB) in /etc/audit/auditd.conf, then run
#     "service auditd reload".
package policies.logging.audit_records_kept

applicable if input.installed

# What nothing sets auditd ignores.
_action := lower(object.get(input.config, "max_log_file_action", "ignore"))

_size := object.get(input.config, "max_log_file", "0")

fail contains {
	"message": sprintf("when a log file is full the action is %s", [_action]),
	"path": "config.max_log_file_action",
	"key": "max_log_file_action",
	"expected": concat(" or ", data.params.logging.audit_records_kept.actions),
} if {
	not _action in data.params.logging.audit_records_kept.actions
}

_large_enough if {
	regex.match(`^[0-9]+$`, _size)
	to_number(_size) >= data.params.logging.audit_records_kept.size_mb
}

fail contains {
	"message": sprintf("a log file holds %s MB", [_size]),
	"path": "config.max_log_file",
	"key": "max_log_file",
	"expected": sprintf("at least %d", [data.params.logging.audit_records_kept.size_mb]),
} if {
	not _large_enough
}
