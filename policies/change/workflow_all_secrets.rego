# METADATA
# scope: package
# title: The workflow reads its secrets by name
# description: >-
#   "toJSON(secrets)" puts every secret of the repository and the organisation into one step, where a single
#   line of foreign code takes them all.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-6]
#     iso-27001-2022: [A.5.17, A.8.4]
#     cis-controls-v8.1: ["3.3", "16.1"]
#     cis-github-1.2: ["2.1.7"]
#     soc2: [CC6.1]
#   remediation: Read each secret by its name, in the step that needs it.
package policies.change.workflow_all_secrets

import data.lib.place

_places := [r | some r in input.secret_reads; r.name == "*"]

fail contains {
	"message": sprintf("all secrets are read at once (%s)", [place.words(_places)]),
	"path": "secret_reads",
	"key": "secrets_used",
	"actual": place.at(input.path, _places),
	"expected": "secrets by name",
} if {
	count(_places) > 0
}
