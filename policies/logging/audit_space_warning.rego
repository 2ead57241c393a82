# METADATA
# scope: package
# title: Somebody hears of it when the space for audit records runs out
# description: >-
#   A full disk ends the audit trail. A warning in time, and an action that nobody overlooks when it comes to
#   the last, keep the gap from opening unseen.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/auditd.conf.5.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-5, AU-5(1)]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.3"]
#     cis-debian-12: ["6.2.2.3", "6.2.2.4"]
#   params:
#     actions:
#       type: object
#       default:
#         "space_left_action": ["email", "exec", "single", "halt"]
#         "admin_space_left_action": ["single", "halt"]
#         "disk_full_action": ["single", "halt"]
#         "disk_error_action": ["syslog", "exec", "single", "halt"]
#       description: accepted values by setting, in lower case
#   remediation: >-
#     Set the named setting in /etc/audit/auditd.conf, for example "space_left_action = email" and
#     "disk_full_action = single", then run "service auditd reload".
package policies.logging.audit_space_warning

applicable if input.installed

# What nothing sets auditd ignores, but for write errors, which it tells syslog.
_defaults := {"disk_error_action": "syslog"}

fail contains {
	"message": sprintf("%s is %s", [setting, value]),
	"path": sprintf("config.%s", [setting]),
	"key": setting,
	"expected": concat(" or ", accepted),
} if {
	some setting, accepted in data.params.logging.audit_space_warning.actions
	value := lower(object.get(input.config, setting, object.get(_defaults, setting, "ignore")))
	not regex.replace(value, `\s+.*`, "") in accepted
}
