package policies.governance.github_documents_test

import data.policies.governance.github_documents as policy

params := {"governance": {"github_documents": {"documents": ["README", "CONTRIBUTING"]}}}

good := {"repository": "acme/web", "readme": "README.md", "contributing": "docs/CONTRIBUTING.md", "support": null, "code_of_conduct": null}

none := object.union(good, {"readme": null, "contributing": null})

nothing := {"github.documents": [], "github.repository": []}

for_all := {
	"github.documents": [{"repository": "acme/.github", "readme": "README.md", "contributing": "CONTRIBUTING.md", "support": "SUPPORT.md", "code_of_conduct": "CODE_OF_CONDUCT.md"}],
	"github.repository": [{"full_name": "acme/.github", "visibility": "public"}],
}

test_both_pass if {
	count(policy.fail) == 0 with input as good with data.params as params with data.resources as nothing
}

test_each_that_is_missing_fails if {
	{f.key | some f in policy.fail} == {"README", "CONTRIBUTING"} with input as none with data.params as params with data.resources as nothing
	{f.key | some f in policy.fail} == {"SUPPORT"} with input as good with data.params.governance.github_documents.documents as ["SUPPORT"] with data.resources as nothing
}

test_a_readme_is_each_repositorys_own if {
	{f.key | some f in policy.fail} == {"README"} with input as none with data.params as params with data.resources as for_all
	count(policy.fail) == 0 with input as good with data.params.governance.github_documents.documents as ["SUPPORT", "CODE_OF_CONDUCT"] with data.resources as for_all
}
