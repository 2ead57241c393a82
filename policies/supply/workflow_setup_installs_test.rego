package policies.supply.workflow_setup_installs_test

import data.policies.supply.workflow_setup_installs as policy

step(inputs) := {"path": "w.yml", "uses": [{"action": "actions/setup-python", "job": "a", "line": 9, "inputs": inputs}]}

test_a_version_alone_passes if {
	count(policy.fail) == 0 with input as step({"python-version": ""})
}

test_packages_fail if {
	{f.key | some f in policy.fail} == {"a"} with input as step({"python-version": "", "pip-install": ""})
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as step({"pip-install": ""})
}
