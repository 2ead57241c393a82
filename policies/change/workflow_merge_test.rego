package policies.change.workflow_merge_test

import data.policies.change.workflow_merge as policy

params := {"change": {"workflow_merge": {"triggers": ["pull_request_target", "workflow_run", "issue_comment", "pull_request"]}}}

good := {"path": "w.yml", "triggers": ["pull_request_target"], "commands": [{"kind": "other", "text": "true", "job": "a", "line": 7}]}

bad := json.patch(good, [{"op": "add", "path": "/commands/-", "value": {"kind": "merge", "text": "gh pr merge --auto 1", "job": "a", "line": 9}}])

twice := json.patch(bad, [{"op": "add", "path": "/commands/-", "value": {"kind": "merge", "text": "gh pr merge --auto 1", "job": "a", "line": 12}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_command_fails_once if {
	{f.key | some f in policy.fail} == {"a: gh pr merge --auto 1"} with input as bad with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:9", "w.yml:12"]} with input as twice with data.params as params
}

own := json.patch(bad, [{"op": "replace", "path": "/triggers", "value": ["push"]}])

test_applies_to_events_of_strangers if {
	policy.applicable with input as bad with data.params as params
	not policy.applicable with input as own with data.params as params
	policy.applicable with input as own with data.params.change.workflow_merge.triggers as ["push"]
}
