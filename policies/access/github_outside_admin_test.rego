package policies.access.github_outside_admin_test

import data.policies.access.github_outside_admin as policy

params := {"access": {"github_outside_admin": {"allowed": ["read", "triage", "write"]}}}

good := {"repository": "acme/web", "login": "eve", "permission": "write", "role": "write", "outside": true, "type": "User"}

bad := object.union(good, {"permission": "admin", "role": "admin"})

maintainer := object.union(good, {"permission": "maintain"})

test_who_contributes_passes if {
	policy.applicable with input as good with data.params as params
	count(policy.fail) == 0 with input as good with data.params as params
}

test_who_administers_fails if {
	{f.message | some f in policy.fail} == {"somebody from outside has the permission admin"} with input as bad with data.params as params
	count(policy.fail) == 1 with input as maintainer with data.params as params
}

test_the_list_can_be_set if {
	count(policy.fail) == 0 with input as maintainer with data.params.access.github_outside_admin.allowed as ["maintain"]
}

test_applies_to_outsiders if {
	not policy.applicable with input as object.union(bad, {"outside": false}) with data.params as params
}
