# METADATA
# scope: package
# title: Deployments go through an environment
# description: >-
#   An environment is where the forge asks for an approval, limits the branches and keeps the secrets of
#   production apart. A job without one deploys whatever reached the branch.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [CM-3, CM-5]
#     iso-27001-2022: [A.8.31, A.8.32]
#     cis-controls-v8.1: ["16.8"]
#     cis-github-1.2: ["5.2.3"]
#     soc2: [CC8.1]
#   params:
#     pattern:
#       type: string
#       default: "(^|[-_])(deploy|deployment|production|prod|rollout)([-_]|$)"
#       description: what the id of a job that deploys matches, in lower case
#   remediation: >-
#     Write "environment: production" into the job, and set reviewers and branches for it in the repository's
#     settings.
package policies.change.workflow_deploy_environment

import data.lib.place

_deploys(id) if regex.match(data.params.change.workflow_deploy_environment.pattern, lower(id))

applicable if {
	some id, job in input.jobs
	_deploys(id)
	count(job.runs_on) > 0
}

fail contains {
	"message": sprintf("the job %s deploys without an environment (%s)", [id, place.words([job])]),
	"path": sprintf("jobs[%q].environment", [id]),
	"key": id,
	"actual": place.at(input.path, [job]),
	"expected": "an environment",
} if {
	some id, job in input.jobs
	_deploys(id)
	count(job.runs_on) > 0
	job.environment == null
}
