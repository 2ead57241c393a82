package policies.supply.github_release_signed_test

import data.policies.supply.github_release_signed as policy

params := {"supply": {"github_release_signed": {"attesters": ["actions/attest"]}}}

resources := {"github.repository": [{"full_name": "Acme/web", "security": {"immutable_releases": false}}], "ci.workflow": []}

immutable := {"github.repository": [{"full_name": "Acme/web", "security": {"immutable_releases": true}}], "ci.workflow": []}

attested(id) := object.union(resources, {"ci.workflow": [{"id": id, "uses": [{"action": "actions/attest-build-provenance"}]}]})

signed := {"repository": "acme/web", "releases": [
	{"tag": "v2", "published_at": "2026-01-01T08:00:00Z", "prerelease": false, "assets": 2, "signatures": ["web.sig"], "sboms": []},
	{"tag": "v1", "published_at": "2025-01-01T08:00:00Z", "prerelease": false, "assets": 1, "signatures": [], "sboms": []},
]}

bare := json.patch(signed, [{"op": "replace", "path": "/releases/0/signatures", "value": []}])

test_a_signed_release_passes if {
	policy.applicable with input as signed
	count(policy.fail) == 0 with input as signed with data.params as params with data.resources as resources
}

test_the_newest_release_without_fails if {
	{f.key | some f in policy.fail} == {"v2"} with input as bare with data.params as params with data.resources as resources
}

test_what_github_attests_passes if {
	count(policy.fail) == 0 with input as bare with data.params as params with data.resources as immutable
}

test_what_a_workflow_attests_passes if {
	every id in ["acme/web/.github/workflows/r.yml", ".github/workflows/r.yml"] {
		count(policy.fail) == 0 with input as bare with data.params as params with data.resources as attested(id)
	}
	count(policy.fail) == 1 with input as bare with data.params as params with data.resources as attested("acme/other/.github/workflows/r.yml")
	count(policy.fail) == 1 with input as bare with data.params.supply.github_release_signed.attesters as [] with data.resources as attested(".github/workflows/r.yml")
}

test_releases_without_files_are_left_out if {
	not policy.applicable with input as json.patch(signed, [{"op": "replace", "path": "/releases", "value": [{"tag": "v1", "assets": 0, "signatures": []}]}])
}
