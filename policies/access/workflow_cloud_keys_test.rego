package policies.access.workflow_cloud_keys_test

import data.policies.access.workflow_cloud_keys as policy

params := {"access": {"workflow_cloud_keys": {"pattern": "^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SECRET_KEY)|(GCP|GOOGLE|GCLOUD)_(SA_KEY|CREDENTIALS|APPLICATION_CREDENTIALS|SERVICE_ACCOUNT_KEY)|AZURE_(CREDENTIALS|CLIENT_SECRET)|ARM_CLIENT_SECRET)"}}}

good := {"path": "w.yml", "secret_reads": [{"name": "AWS_ROLE", "sink": "input", "job": "a", "line": 5}]}

bad := json.patch(good, [{"op": "add", "path": "/secret_reads/-", "value": {"name": "AWS_SECRET_ACCESS_KEY", "sink": "input", "job": "a", "line": 9}}])

test_a_role_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_a_key_fails if {
	{f.key | some f in policy.fail} == {"AWS_SECRET_ACCESS_KEY"} with input as bad with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad with data.params as params
	{f.key | some f in policy.fail} == {"AWS_ROLE"} with input as good with data.params.access.workflow_cloud_keys.pattern as "ROLE"
}
