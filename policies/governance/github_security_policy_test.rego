package policies.governance.github_security_policy_test

import data.policies.governance.github_security_policy as policy

good := {"repository": "Acme/web", "security_policy": {"path": "SECURITY.md", "has_contact": true}}

none := object.union(good, {"security_policy": null})

mute := object.union(good, {"security_policy": {"path": "SECURITY.md", "has_contact": false}})

nothing := {"github.documents": [], "github.repository": []}

for_all(visibility) := {
	"github.documents": [{"repository": "acme/.github", "security_policy": {"path": "SECURITY.md", "has_contact": true}}],
	"github.repository": [{"full_name": "acme/.github", "visibility": visibility}],
}

test_one_with_a_contact_passes if {
	count(policy.fail) == 0 with input as good with data.resources as nothing
}

test_none_fails if {
	{f.message | some f in policy.fail} == {"there is no security policy"} with input as none with data.resources as nothing
	count(policy.fail) == 1 with input as none with data.resources as for_all("private")
}

test_that_of_the_organisation_counts if {
	count(policy.fail) == 0 with input as none with data.resources as for_all("public")
}

test_one_without_a_contact_fails if {
	{f.message | some f in policy.fail} == {"SECURITY.md names no address, link or form"} with input as mute with data.resources as for_all("public")
}
