package policies.supply.actions_plain_names_test

import data.policies.supply.actions_plain_names as policy

using(actions) := {"path": "w.yml", "uses": [{"action": action, "line": 5} | some action in actions]}

test_plain_names_pass if {
	count(policy.fail) == 0 with input as using(["actions/checkout", "a/b/c/d", "./.github/actions/x", "docker://ghcr.io/a/b", "${{ matrix.action }}"])
}

test_crooked_ones_fail if {
	every name in ["actions//checkout", "a/b/./c", "a/b/x/../c", "a/b/", "./x/../y", "././x"] {
		{f.key | some f in policy.fail} == {name} with input as using([name])
	}
	{f.actual | some f in policy.fail} == {["w.yml:5"]} with input as using(["a//b"])
}
