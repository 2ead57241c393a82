package policies.data.dependabot_registry_secret_test

import data.policies.data.dependabot_registry_secret as policy

good := {"path": "d.yml", "registries": {"a": {"type": "npm-registry", "secret": "expression", "line": 3}}}

bad := json.patch(good, [{"op": "add", "path": "/registries/b", "value": {"type": "npm-registry", "secret": "literal", "line": 9}}])

none := {"path": "d.yml", "registries": {"a": {"type": "npm-registry", "secret": null, "line": 3}}}

test_a_secret_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_word_in_the_file_fails if {
	{f.key | some f in policy.fail} == {"b"} with input as bad
	{f.actual | some f in policy.fail} == {["d.yml:9"]} with input as bad
}

test_applies_where_there_are_secrets if {
	policy.applicable with input as good
	not policy.applicable with input as none
}
