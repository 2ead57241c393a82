package policies.supply.workflow_cache_test

import data.policies.supply.workflow_cache as policy

params := {"supply": {"workflow_cache": {"publishers": ["softprops/action-gh-release"], "caches": ["actions/cache"], "default": ["actions/setup-go"]}}}

good := {
	"path": "w.yml", "events": {"push": {"line": 2, "tags": ["v*"]}}, "commands": [],
	"uses": [
		{"action": "actions/setup-go", "inputs": {"cache": "false"}, "job": "a", "line": 7},
		{"action": "actions/setup-node", "inputs": {"cache": ""}, "job": "a", "line": 8},
		{"action": "actions/checkout", "inputs": {}, "job": "a", "line": 9},
	],
}

cache := json.patch(good, [{"op": "add", "path": "/uses/-", "value": {"action": "actions/cache", "inputs": {}, "job": "a", "line": 12}}])

set := json.patch(good, [{"op": "replace", "path": "/uses/1/inputs/cache", "value": "npm"}])

unset := json.patch(good, [{"op": "remove", "path": "/uses/0/inputs/cache"}])

branch := json.patch(cache, [{"op": "replace", "path": "/events/push/tags", "value": []}])

release := json.patch(branch, [{"op": "add", "path": "/events/release", "value": {"line": 3, "tags": []}}])

command := json.patch(branch, [{"op": "add", "path": "/commands/-", "value": {"kind": "publish", "text": "npm publish", "job": "a", "line": 20}}])

action := json.patch(branch, [{"op": "add", "path": "/uses/-", "value": {"action": "Softprops/action-gh-release", "inputs": {}, "job": "a", "line": 22}}])

test_no_cache_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_each_cache_fails if {
	{f.key | some f in policy.fail} == {"a: actions/cache"} with input as cache with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:12"]} with input as cache with data.params as params
	{f.key | some f in policy.fail} == {"a: actions/setup-node"} with input as set with data.params as params
	{f.key | some f in policy.fail} == {"a: actions/setup-go"} with input as unset with data.params as params
	{f.key | some f in policy.fail} == {"a: actions/checkout"} with input as good with data.params as {"supply": {"workflow_cache": {"publishers": [], "caches": ["actions/checkout"], "default": []}}}
}

test_applies_to_releases if {
	policy.applicable with input as cache with data.params as params
	not policy.applicable with input as branch with data.params as params
	policy.applicable with input as release with data.params as params
	policy.applicable with input as command with data.params as params
	policy.applicable with input as action with data.params as params
}
