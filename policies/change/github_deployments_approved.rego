# METADATA
# scope: package
# title: Each deployment to production was approved by another
# description: >-
#   The gate of an environment can be opened, and closed again. The deployments themselves tell who let them
#   through.
# schemas:
#   - input: schema["github.deployment_sample"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/reviewing-deployments
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3, AC-5, CA-7]
#     iso-27001-2022: [A.8.32, A.5.3]
#     soc2: ["CC8.1"]
#   params:
#     names: {type: array, default: ["production", "prod", "live"], description: "what environments of production are called, alone or with more words behind, for example production-eu"}
#   remediation: >-
#     Find out how the deployment came about without an approval, note who answers for it, and close the gate
#     (change/github_production_environment).
package policies.change.github_deployments_approved

import data.lib.github

applicable if {
	github.production(input.environment, data.params.change.github_deployments_approved.names)
	count(_went_out) > 0
}

fail contains _failure(i, d, "nobody approved it") if {
	some i, d in _went_out
	count(d.approved_by) == 0
}

fail contains _failure(i, d, "only who started it approved it") if {
	some i, d in _went_out
	count(d.approved_by) > 0
	d.self_approved
}

# An earlier one that succeeded is "inactive" when the next has replaced it.
_went_out := {i: d | some i, d in input.deployments; d.state in {"success", "inactive"}}

_failure(i, d, why) := {
	"message": sprintf("deployment %d of %s: %s", [d.id, substring(d.created_at, 0, 10), why]),
	"path": sprintf("deployments[%d].approved_by", [i]),
	"key": sprintf("deployment %d", [d.id]),
	"expected": "an approval by another",
}
