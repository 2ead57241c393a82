package policies.access.github_single_sign_on_test

import data.policies.access.github_single_sign_on as policy

params := {"access": {"github_single_sign_on": {"exempt": ["Robot"]}}}

good := {"login": "acme", "plan": "enterprise", "single_sign_on": {"level": "organization", "protocol": "saml", "unlinked": ["robot"]}}

none := object.union(good, {"single_sign_on": null})

unlinked := json.patch(good, [{"op": "add", "path": "/single_sign_on/unlinked/-", "value": "cem"}])

test_an_organisation_whose_members_are_known_passes if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_without_a_provider_it_fails if {
	{f.message | some f in policy.fail} == {"members sign in with their accounts on GitHub alone"} with input as none with data.params as params
}

test_each_who_is_not_known_fails if {
	{f.key | some f in policy.fail} == {"cem"} with input as unlinked with data.params as params
	{f.key | some f in policy.fail} == {"cem", "robot"} with input as unlinked with data.params.access.github_single_sign_on.exempt as []
}

test_other_plans_do_not_have_it if {
	not policy.applicable with input as object.union(none, {"plan": "team"})
}
