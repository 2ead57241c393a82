# METADATA
# scope: package
# title: The syslog daemon makes log files that others cannot read
# description: >-
#   Without a mode of its own rsyslog makes new log files readable for every user of the machine.
# schemas:
#   - input: schema["linux.logging"]
# related_resources:
#   - ref: https://www.rsyslog.com/doc/configuration/action/rsconf1_filecreatemode.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-9]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["6.1.3.4"]
#   remediation: >-
#     Write "$FileCreateMode 0640" into /etc/rsyslog.conf before the first action, then run "systemctl restart
#     rsyslog".
package policies.logging.rsyslog_file_mode

applicable if input.rsyslog.installed

fail contains {
	"message": "nothing sets the mode of new log files, so it is 0644",
	"path": "rsyslog.file_create_mode",
	"expected": "0640",
} if {
	input.rsyslog.file_create_mode == null
}

fail contains {
	"message": sprintf("new log files get mode %s", [input.rsyslog.file_create_mode]),
	"path": "rsyslog.file_create_mode",
	"expected": "0640",
} if {
	input.rsyslog.file_create_mode != null
	not regex.match(`^0*[0246][04]0$`, input.rsyslog.file_create_mode)
}
