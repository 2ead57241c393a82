# METADATA
# scope: package
# title: Secrets of production are read in an environment
# description: >-
#   A secret of the repository is there for every job on every branch. One of an environment is there after its
#   reviewers and for its branches only.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
#   - ref: https://docs.zizmor.sh/audits/#secrets-outside-env
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-6, AC-3]
#     iso-27001-2022: [A.5.17, A.8.31]
#     cis-controls-v8.1: ["3.3", "16.8"]
#     soc2: [CC6.1]
#     cis-github-1.2: ["2.1.7", "5.2.3"]
#   params:
#     pattern:
#       type: string
#       default: "(^|_)(DEPLOY|PROD|PRODUCTION|RELEASE|PUBLISH|SIGNING|GPG|KUBECONFIG|KUBE|SSH|NPM|PYPI|CARGO|RUBYGEMS|DOCKER|DOCKERHUB|AWS|AZURE|GCP|GOOGLE)(_|$)"
#       description: what the names of such secrets match
#   remediation: >-
#     Move the secret into an environment with reviewers and branches, and write "environment: NAME" into the
#     job.
package policies.access.workflow_secrets_environment

import data.lib.place

_reads := [r |
	some r in input.secret_reads
	regex.match(data.params.access.workflow_secrets_environment.pattern, r.name)
]

applicable if count(_reads) > 0

# What the top of a workflow reads goes to all jobs.
_bare contains [id, r.name] if {
	some r in _reads
	some id, job in input.jobs
	r.job in {id, ""}
	job.environment == null
}

fail contains {
	"message": sprintf("the job %s reads %s outside of an environment (%s)", [id, name, place.words(_places(id, name))]),
	"path": sprintf("jobs[%q].environment", [id]),
	"key": sprintf("%s: %s", [id, name]),
	"actual": place.at(input.path, _places(id, name)),
	"expected": "an environment",
} if {
	some [id, name] in _bare
}

_places(id, name) := [r | some r in _reads; r.job in {id, ""}; r.name == name]
