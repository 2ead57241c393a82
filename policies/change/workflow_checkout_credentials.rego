# METADATA
# scope: package
# title: Checkouts leave no token behind
# description: >-
#   The checkout action writes the token into the checkout's git configuration, where every later step reads
#   it and from where it slips into uploaded artefacts.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://github.com/actions/checkout#usage
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-6, IA-5(7)]
#     iso-27001-2022: [A.5.17]
#     cis-controls-v8.1: ["3.3", "16.1"]
#     cis-github-1.2: ["2.1.7"]
#     soc2: [CC6.1]
#   remediation: "Write \"with: {persist-credentials: false}\" below the checkout, but for jobs that push."
package policies.change.workflow_checkout_credentials

import data.lib.place

_keeping := {use.job | some use in input.uses; use.persist_credentials == true}

_places(job) := [use | some use in input.uses; use.persist_credentials == true; use.job == job]

fail contains {
	"message": sprintf("the checkout in the job %s keeps the token (%s)", [job, place.words(_places(job))]),
	"path": "uses",
	"key": job,
	"actual": place.at(input.path, _places(job)),
	"expected": "persist-credentials: false",
} if {
	some job in _keeping
}
