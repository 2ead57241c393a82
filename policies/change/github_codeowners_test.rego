package policies.change.github_codeowners_test

import data.policies.change.github_codeowners as policy

good := {"repository": "acme/web", "codeowners": {"path": "CODEOWNERS", "rules": 1, "default": true, "invalid": []}}

none := object.union(good, {"codeowners": null})

broken := object.union(good, {"codeowners": {"path": "CODEOWNERS", "rules": 1, "default": false, "invalid": [2, 7]}})

test_one_for_all_files_passes if {
	count(policy.fail) == 0 with input as good
}

test_none_fails if {
	{f.key | some f in policy.fail} == {"none"} with input as none
}

test_a_broken_one_fails if {
	{f.key | some f in policy.fail} == {"default", "invalid"} with input as broken
	"lines that do not parse: 2, 7" in {f.message | some f in policy.fail} with input as broken
}
