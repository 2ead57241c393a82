# METADATA
# scope: package
# title: Messages are sent to another machine
# description: >-
#   Whoever takes over a machine removes his traces from its logs. Only a copy that has already left the
#   machine can be trusted then, and only in one place can the logs of many machines be watched.
# schemas:
#   - input: schema["linux.logging"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://www.rsyslog.com/doc/configuration/modules/omfwd.html
#   - ref: https://www.freedesktop.org/software/systemd/man/latest/systemd-journal-upload.service.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AU-4(1), AU-6(4), AU-9(2)]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.9"]
#     cis-debian-12: ["6.1.2.1.3", "6.1.3.6"]
#   params:
#     agents:
#       type: array
#       default:
#         ["filebeat.service", "elastic-agent.service", "fluent-bit.service", "fluentd.service",
#         "td-agent.service", "vector.service", "promtail.service", "alloy.service", "otelcol.service",
#         "otelcol-contrib.service", "datadog-agent.service", "splunk.service", "SplunkForwarder.service",
#         "nxlog.service", "syslog-ng.service", "wazuh-agent.service", "amazon-cloudwatch-agent.service",
#         "google-cloud-ops-agent.service", "azuremonitoragent.service"]
#       description: units that send logs elsewhere; one that is active is enough
#   remediation: >-
#     Add a forwarding action (for example "*.* action(type=\"omfwd\" target=\"logs.example.com\"
#     port=\"6514\" protocol=\"tcp\")") to /etc/rsyslog.d, or install the agent of the log platform.
package policies.logging.logs_forwarded

_sent if {
	input.rsyslog.enabled
	count(input.rsyslog.forwards) > 0
}

_sent if input.journal_upload

_sent if {
	some services in data.resources["linux.services"]
	some agent in data.params.logging.logs_forwarded.agents
	services.units[agent].active
}

fail contains {
	"message": "system messages stay on this machine",
	"path": "rsyslog.forwards",
	"expected": "a remote destination, journal upload or a log agent",
} if {
	not _sent
}
