package policies.supply.github_release_sbom_test

import data.policies.supply.github_release_sbom as policy

good := {"repository": "acme/web", "releases": [
	{"tag": "v3", "assets": 0, "signatures": [], "sboms": []},
	{"tag": "v2", "assets": 2, "signatures": [], "sboms": ["web.spdx.json"]},
	{"tag": "v1", "assets": 1, "signatures": [], "sboms": []},
]}

bare := json.patch(good, [{"op": "replace", "path": "/releases/1/sboms", "value": []}])

test_the_newest_release_with_files_counts if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good
	{f.key | some f in policy.fail} == {"v2"} with input as bare
}

test_without_files_there_is_nothing_to_list if {
	not policy.applicable with input as json.patch(good, [{"op": "replace", "path": "/releases", "value": [good.releases[0]]}])
}
