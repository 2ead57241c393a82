package policies.access.workflow_secrets_environment_test

import data.policies.access.workflow_secrets_environment as policy

params := {"access": {"workflow_secrets_environment": {"pattern": "(^|_)(DEPLOY|PROD|PRODUCTION|RELEASE|PUBLISH|SIGNING|GPG|KUBECONFIG|KUBE|SSH|NPM|PYPI|CARGO|RUBYGEMS|DOCKER|DOCKERHUB|AWS|AZURE|GCP|GOOGLE)(_|$)"}}}

good := {
	"path": "w.yml", "jobs": {"a": {"environment": "production"}, "b": {"environment": null}},
	"secret_reads": [{"name": "NPM_TOKEN", "sink": "env", "job": "a", "line": 5}, {"name": "GITHUB_TOKEN", "sink": "env", "job": "b", "line": 7}],
}

bad := json.patch(good, [{"op": "replace", "path": "/jobs/a/environment", "value": null}])

top := json.patch(good, [{"op": "replace", "path": "/secret_reads/0/job", "value": ""}])

other := json.patch(bad, [{"op": "replace", "path": "/secret_reads/0/name", "value": "CODECOV_TOKEN"}])

test_an_environment_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_none_fails if {
	{f.key | some f in policy.fail} == {"a: NPM_TOKEN"} with input as bad with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:5"]} with input as bad with data.params as params
	{f.key | some f in policy.fail} == {"b: NPM_TOKEN"} with input as top with data.params as params
}

test_applies_to_such_secrets if {
	policy.applicable with input as good with data.params as params
	not policy.applicable with input as other with data.params as params
	policy.applicable with input as other with data.params.access.workflow_secrets_environment.pattern as "CODECOV"
}
