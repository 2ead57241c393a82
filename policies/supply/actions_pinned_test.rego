package policies.supply.actions_pinned_test

import data.policies.supply.actions_pinned as policy

params := {"supply": {"actions_pinned": {"trusted_owners": ["actions", "github"]}}}

good := {
	"path": ".github/workflows/test.yml", "title": "test", "triggers": ["pull_request", "push"],
	"permissions": {"all": null, "scopes": {"contents": "read"}},
	"jobs": {"test": {
		"line": 8, "runs_on": ["ubuntu-24.04"], "self_hosted": false, "permissions": null, "environment": null,
		"timeout_minutes": 20, "container_image": null, "secrets_inherit": false, "continue_on_error": false,
	}},
	"uses": [{
		"action": "actions/checkout", "owner": "actions", "ref": "11bd71901bbe5b1630ceea73d27597364c9af683",
		"ref_kind": "sha", "job": "test", "line": 12, "persist_credentials": false,
	}],
	"injections": [], "untrusted_checkouts": [], "piped_downloads": [], "secrets_used": [],
}

tagged := json.patch(good, [{"op": "replace", "path": "/uses/0", "value": object.union(good.uses[0], {"action": "acme/build", "owner": "acme", "ref": "v2", "ref_kind": "tag"})}])

own_tag := json.patch(good, [{"op": "replace", "path": "/uses/0", "value": object.union(good.uses[0], {"ref": "v4", "ref_kind": "tag"})}])

own_branch := json.patch(good, [{"op": "replace", "path": "/uses/0", "value": object.union(good.uses[0], {"ref": "main", "ref_kind": "branch"})}])

twice := json.patch(tagged, [{"op": "add", "path": "/uses/1", "value": object.union(tagged.uses[0], {"line": 20})}])

image := json.patch(good, [{"op": "replace", "path": "/uses/0", "value": {
	"action": "docker://alpine", "owner": "", "ref": "3.20", "ref_kind": "docker_tag", "job": "test", "line": 12,
	"persist_credentials": null,
}}])

local := json.patch(good, [{"op": "replace", "path": "/uses/0", "value": {
	"action": "./.github/actions/build", "owner": "", "ref": "", "ref_kind": "local", "job": "test", "line": 12,
	"persist_credentials": null,
}}])

ours := json.patch(tagged, [{"op": "add", "path": "/uses/0/first_party", "value": true}])

theirs := json.patch(tagged, [{"op": "add", "path": "/uses/0/first_party", "value": false}])

test_what_the_owner_of_the_repository_wrote_passes if {
	count(policy.fail) == 0 with input as ours with data.params as params
	{f.key | some f in policy.fail} == {"acme/build@v2"} with input as theirs with data.params as params
}

test_a_commit_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
	count(policy.fail) == 0 with input as local with data.params as params
}

test_a_tag_of_somebody_else_fails_once if {
	{f.key | some f in policy.fail} == {"acme/build@v2"} with input as tagged with data.params as params
	count(policy.fail) == 1 with input as twice with data.params as params
	{f.key | some f in policy.fail} == {"docker://alpine@3.20"} with input as image with data.params as params
}

test_a_tag_of_a_trusted_owner_passes_and_a_branch_fails if {
	count(policy.fail) == 0 with input as own_tag with data.params as params
	count(policy.fail) == 1 with input as own_tag with data.params.supply.actions_pinned.trusted_owners as []
	count(policy.fail) == 1 with input as own_branch with data.params as params
}
