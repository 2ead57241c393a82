package policies.supply.action_downloads_test

import data.policies.supply.action_downloads as policy

good := {"path": "action.yml", "piped_downloads": []}

bad := json.patch(good, [{"op": "add", "path": "/piped_downloads/-", "value": {"text": "curl x | sh", "job": "", "line": 9}}])

test_none_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_piped_download_fails if {
	{f.key | some f in policy.fail} == {"curl x | sh"} with input as bad
	{f.actual | some f in policy.fail} == {["action.yml:9"]} with input as bad
}
