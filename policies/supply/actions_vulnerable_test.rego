package policies.supply.actions_vulnerable_test

import data.policies.supply.actions_vulnerable as policy

good := {"path": "w.yml", "uses": [
	{"action": "tj-actions/changed-files", "owner": "tj-actions", "ref": "v46", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "tj-actions/changed-files", "owner": "tj-actions", "ref": "0123456789012345678901234567890123456789", "ref_kind": "sha", "comment": "v46.0.1", "job": "a", "line": 7},
	{"action": "acme/a", "owner": "acme", "ref": "v1", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "actions/download-artifact", "owner": "actions", "ref": "v4", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "actions/download-artifact", "owner": "actions", "ref": "v3.1", "ref_kind": "tag", "comment": "", "job": "a", "line": 7},
	{"action": "tj-actions/changed-files", "owner": "tj-actions", "ref": "main", "ref_kind": "branch", "comment": "", "job": "a", "line": 7},
]}

bad0 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "tj-actions/changed-files", "owner": "tj-actions", "ref": "v44", "ref_kind": "tag", "comment": "", "job": "a", "line": 9}}])

bad1 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "Actions/Download-Artifact", "owner": "Actions", "ref": "0123456789012345678901234567890123456789", "ref_kind": "sha", "comment": "v4.1.6", "job": "a", "line": 9}}])

bad2 := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "tj-actions/changed-files", "owner": "tj-actions", "ref": "0e58ed8671d6b60d0890c21b07f8835ace038e67", "ref_kind": "sha", "comment": "v46.0.1", "job": "a", "line": 9}}])

test_others_pass if {
	count(policy.fail) == 0 with input as good
}

test_each_fails if {
	{f.key | some f in policy.fail} == {"tj-actions/changed-files@v44"} with input as bad0
	{f.key | some f in policy.fail} == {"Actions/Download-Artifact@0123456789012345678901234567890123456789"} with input as bad1
	{f.key | some f in policy.fail} == {"tj-actions/changed-files@0e58ed8671d6b60d0890c21b07f8835ace038e67"} with input as bad2
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad0
}
