# METADATA
# scope: package
# title: The syslog daemon takes no messages from the network
# description: >-
#   An open syslog port lets anybody fill the disk and write lines that look as if this machine had made them.
#   Only the organisation's log server has a reason to listen.
# schemas:
#   - input: schema["linux.logging"]
# related_resources:
#   - ref: https://www.rsyslog.com/doc/configuration/modules/imtcp.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CM-7, AU-9]
#     iso-27001-2022: [A.8.20]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["6.1.3.7"]
#   params:
#     log_server:
#       type: boolean
#       default: false
#       description: true on the machine that collects the logs of the others
#   remediation: >-
#     Remove the imtcp, imudp and imrelp modules and their inputs from /etc/rsyslog.conf and /etc/rsyslog.d,
#     then run "systemctl restart rsyslog".
package policies.logging.rsyslog_not_listening

applicable if {
	input.rsyslog.installed
	not data.params.logging.rsyslog_not_listening.log_server
}

fail contains {
	"message": "rsyslog listens on the network",
	"path": "rsyslog.listens",
	"expected": false,
} if {
	input.rsyslog.listens
}
