package policies.logging.file_integrity_tool_test

import data.policies.logging.file_integrity_tool as policy

params := {"logging": {"file_integrity_tool": {"tools": ["aide", "tripwire", "samhain", "integrit", "wazuh-agent", "ossec-hids-agent", "osquery", "falcon-sensor", "mdatp"]}}}

host := {"linux.host": [{"container": false}]}

container := {"linux.host": [{"container": true}]}

bad := {"manager": "dpkg", "installed": {"bash": {"version": "5.2", "architecture": "amd64", "source": "bash"}}}

good := {"manager": "dpkg", "installed": {"aide": {"version": "0.18.3-1", "architecture": "amd64", "source": "aide"}}}

test_a_tool_passes if {
	count(policy.fail) == 0 with input as good with data.params as params with data.resources as host
}

test_no_tool_fails if {
	count(policy.fail) == 1 with input as bad with data.params as params with data.resources as host
}

test_the_tools_can_be_set if {
	count(policy.fail) == 1 with input as good with data.resources as host with data.params.logging.file_integrity_tool.tools as ["tripwire"]
}

test_a_container_is_judged_by_its_image if {
	policy.applicable with input as bad with data.resources as host with data.params as params
	not policy.applicable with input as bad with data.resources as container with data.params as params
}
