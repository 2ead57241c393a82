package policies.data.workflow_container_password_test

import data.policies.data.workflow_container_password as policy

good := {"path": "w.yml", "images": [{"image": "a", "service": "", "password": "expression", "job": "a", "line": 5}]}

bad := json.patch(good, [{"op": "add", "path": "/images/-", "value": {"image": "b", "service": "db", "password": "literal", "job": "a", "line": 9}}])

own := json.patch(good, [{"op": "replace", "path": "/images/0/password", "value": "literal"}])

none := json.patch(good, [{"op": "replace", "path": "/images/0/password", "value": null}])

test_a_secret_passes if {
	count(policy.fail) == 0 with input as good
}

test_a_password_in_the_file_fails if {
	{f.key | some f in policy.fail} == {"a/db"} with input as bad
	{f.key | some f in policy.fail} == {"a"} with input as own
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad
}

test_applies_where_there_are_passwords if {
	policy.applicable with input as good
	not policy.applicable with input as none
}
