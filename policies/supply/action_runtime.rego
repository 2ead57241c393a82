# METADATA
# scope: package
# title: Actions run on what the runner still supports
# description: >-
#   GitHub takes old versions of Node.js away from its runners; until then they run without fixes for what is
#   found in them.
# schemas:
#   - input: schema["ci.action"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SA-22, SI-2]
#     iso-27001-2022: [A.8.8]
#     cis-controls-v8.1: ["2.2"]
#     soc2: [CC7.1]
#     cis-github-1.2: ["3.2.2"]
#   params:
#     supported:
#       type: array
#       default: ["composite", "docker", "node20", "node22", "node24"]
#       description: values of runs.using that are taken
#   remediation: >-
#     Write the newest version that the runner has ("using: node24") and try the action out.
package policies.supply.action_runtime

import data.lib.place

fail contains {
	"message": sprintf("the action runs on %s (line %d)", [input.using, input.using_line]),
	"path": "using",
	"actual": place.at(input.path, [{"line": input.using_line}]),
	"expected": data.params.supply.action_runtime.supported,
} if {
	not input.using in data.params.supply.action_runtime.supported
}
