package policies.logging.logs_forwarded_test

import data.policies.logging.logs_forwarded as policy

params := {"logging": {"logs_forwarded": {"agents": ["filebeat.service", "elastic-agent.service", "fluent-bit.service", "fluentd.service", "td-agent.service", "vector.service", "promtail.service", "alloy.service", "otelcol.service", "otelcol-contrib.service", "datadog-agent.service", "splunk.service", "SplunkForwarder.service", "nxlog.service", "syslog-ng.service", "wazuh-agent.service", "amazon-cloudwatch-agent.service", "google-cloud-ops-agent.service", "azuremonitoragent.service"]}}}

no_agents := {"linux.services": [{"manager": "systemd", "units": {}}]}

vector := {"linux.services": [{
	"manager": "systemd",
	"units": {"vector.service": {"enabled": "enabled", "active": true, "masked": false}},
}]}

bad := {
	"journald": {}, "journal_persistent": true, "journal_upload": false, "logrotate": true, "files": {},
	"rsyslog": {"installed": true, "enabled": true, "forwards": [], "file_create_mode": "0640", "listens": false},
}

forwards := json.patch(bad, [{"op": "replace", "path": "/rsyslog/forwards", "value": ["@@logs.example.com:6514"]}])

stopped := json.patch(forwards, [{"op": "replace", "path": "/rsyslog/enabled", "value": false}])

uploads := json.patch(bad, [{"op": "replace", "path": "/journal_upload", "value": true}])

test_local_logs_fail if {
	count(policy.fail) == 1 with input as bad with data.params as params with data.resources as no_agents
	count(policy.fail) == 1 with input as stopped with data.params as params with data.resources as no_agents
}

test_each_way_out_passes if {
	count(policy.fail) == 0 with input as forwards with data.params as params with data.resources as no_agents
	count(policy.fail) == 0 with input as uploads with data.params as params with data.resources as no_agents
	count(policy.fail) == 0 with input as bad with data.params as params with data.resources as vector
}

test_the_agents_can_be_set if {
	count(policy.fail) == 1 with input as bad with data.resources as vector with data.params.logging.logs_forwarded.agents as ["other.service"]
}
