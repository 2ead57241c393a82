package policies.change.workflow_write_permissions_test

import data.policies.change.workflow_write_permissions as policy

params := {"change": {"workflow_write_permissions": {"scopes": ["contents", "packages"]}}}

good := {"path": "w.yml", "permissions": {"all": null, "scopes": {"contents": "read", "issues": "write"}, "line": 4}}

bad := json.patch(good, [{"op": "add", "path": "/permissions/scopes/packages", "value": "write"}])

none := {"path": "w.yml", "permissions": null}

test_reading_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as none with data.params as params
}

test_writing_fails if {
	{f.key | some f in policy.fail} == {"packages"} with input as bad with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:4"]} with input as bad with data.params as params
	{f.key | some f in policy.fail} == {"issues"} with input as good with data.params.change.workflow_write_permissions.scopes as ["issues"]
}
