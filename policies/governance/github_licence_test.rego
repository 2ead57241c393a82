package policies.governance.github_licence_test

import data.policies.governance.github_licence as policy

params := {"governance": {"github_licence": {"accepted": []}}}

good := {"full_name": "acme/web", "visibility": "public", "archived": false, "empty": false, "license": "NOASSERTION"}

none := object.union(good, {"license": null})

test_any_licence_passes if {
	policy.applicable with input as good
	count(policy.fail) == 0 with input as good with data.params as params
}

test_none_fails if {
	{f.message | some f in policy.fail} == {"there is no licence file"} with input as none with data.params as params
}

test_others_than_the_accepted_fail if {
	count(policy.fail) == 1 with input as good with data.params.governance.github_licence.accepted as ["MIT"]
	count(policy.fail) == 0 with input as object.union(good, {"license": "MIT"}) with data.params.governance.github_licence.accepted as ["MIT"]
}

internal := object.union(none, {"visibility": "internal"})

archived := object.union(none, {"archived": true})

empty := object.union(none, {"empty": true})

test_what_is_not_public_is_left_out if {
	not policy.applicable with input as internal
	not policy.applicable with input as archived
	not policy.applicable with input as empty
}
