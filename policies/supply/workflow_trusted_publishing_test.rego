package policies.supply.workflow_trusted_publishing_test

import data.policies.supply.workflow_trusted_publishing as policy

params := {"supply": {"workflow_trusted_publishing": {"tokens": "(^|_)(NPM|PYPI)(_|$)"}}}

good := {
	"path": "w.yml", "commands": [{"kind": "publish", "text": "npm publish", "job": "a", "line": 4}],
	"uses": [{"action": "pypa/gh-action-pypi-publish", "job": "b", "line": 6}],
	"secret_reads": [{"name": "NPM_TOKEN", "job": "c", "line": 3}],
}

bad := json.patch(good, [{"op": "add", "path": "/secret_reads/-", "value": {"name": "NPM_TOKEN", "job": "a", "line": 9}}])

action := json.patch(good, [{"op": "add", "path": "/secret_reads/-", "value": {"name": "PYPI_API_TOKEN", "job": "b", "line": 9}}])

top := json.patch(good, [{"op": "replace", "path": "/secret_reads/0/job", "value": ""}])

none := json.patch(good, [{"op": "replace", "path": "/commands", "value": []}, {"op": "replace", "path": "/uses", "value": []}])

test_without_a_token_it_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_token_fails if {
	{f.key | some f in policy.fail} == {"a"} with input as bad with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad with data.params as params
	{f.key | some f in policy.fail} == {"b"} with input as action with data.params as params
	{f.key | some f in policy.fail} == {"a", "b"} with input as top with data.params as params
}

test_applies_to_what_publishes if {
	policy.applicable with input as good with data.params as params
	not policy.applicable with input as none with data.params as params
	count(policy.fail) == 0 with input as bad with data.params.supply.workflow_trusted_publishing.tokens as "^X$"
}
