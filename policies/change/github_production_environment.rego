# METADATA
# scope: package
# title: Deployments to production wait for somebody's approval
# description: >-
#   What goes to production passes a gate: one of a few people lets it through, nobody lets through their own, and
#   it comes from a branch that is protected.
# schemas:
#   - input: schema["github.environment"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3, CM-5, AC-5]
#     iso-27001-2022: [A.8.32, A.8.31, A.5.3]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["5.2.3"]
#   params:
#     names: {type: array, default: ["production", "prod", "live"], description: "what environments of production are called, alone or with more words behind, for example production-eu"}
#     admins_bypass: {type: boolean, default: false, description: "whether administrators of the repository may deploy without approval"}
#   remediation: >-
#     In the repository under Settings, Environments, add required reviewers, tick "Prevent self-review", limit the
#     deployment branches and untick "Allow administrators to bypass" (PUT /repos/OWNER/REPO/environments/NAME;
#     github_repository_environment in Terraform).
package policies.change.github_production_environment

import data.lib.github

applicable if github.production(input.environment, data.params.change.github_production_environment.names)

fail contains {"message": "nobody has to approve a deployment", "path": "reviewers", "expected": "at least one reviewer"} if {
	count(input.reviewers) == 0
}

fail contains {"message": "who starts a deployment can approve it", "path": "prevent_self_review", "expected": true} if {
	count(input.reviewers) > 0
	not input.prevent_self_review
}

fail contains {"message": "any branch can be deployed", "path": "branch_policy", "expected": "protected branches, or named ones"} if {
	input.branch_policy == "none"
}

fail contains {"message": "administrators need no approval", "path": "admins_bypass", "expected": false} if {
	count(input.reviewers) > 0
	input.admins_bypass
	not data.params.change.github_production_environment.admins_bypass
}
